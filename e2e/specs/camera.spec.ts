import { texts } from '../../renderer/texts.ts'
import { jumpingJacks } from '../camera/clips.ts'
import { expect, test } from '../test.ts'

const words = texts.live.camera

test.describe('the camera', () => {
  test('refused: it says so plainly, and trying again works once it is allowed', async ({ app, ui }) => {
    await app.denyCamera()
    await ui.askForCamera()
    await expect(ui.cameraView).toContainText(words.denied)
    await ui.cameraView.getByRole('button', { name: words.tryAgain }).click()
    await expect(ui.cameraView).toContainText(words.denied)
    await app.allowCamera()
    await ui.cameraView.getByRole('button', { name: words.tryAgain }).click()
    await ui.recognizes()
  })

  // Chromium's fake camera cannot be unplugged: what a page sees of it is played to this one.
  test('pulled out: it says so, and comes back by itself when it is plugged in again', async ({ ui }) => {
    await ui.startCamera()
    await ui.recognizes()
    await ui.video.evaluate((video: HTMLVideoElement) => {
      const { mediaDevices } = navigator
      const gone = () => Promise.reject(new DOMException('Requested device not found', 'NotFoundError'))
      Object.assign(mediaDevices, { getUserMedia: gone, enumerateDevices: () => Promise.resolve([]) })
      const [track] = (video.srcObject as MediaStream).getVideoTracks()
      track!.stop()
      track!.dispatchEvent(new Event('ended'))
    })
    await expect(ui.cameraView).toContainText(words.lostHint)
    await expect(ui.label).toHaveText('')
    await ui.page.evaluate(() => {
      Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia')
      Reflect.deleteProperty(navigator.mediaDevices, 'enumerateDevices')
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    })
    await ui.recognizes()
  })

  test('taken by another program: it says so, and trying again works', async ({ ui }) => {
    await ui.page.evaluate(() => {
      const busy = () => Promise.reject(new DOMException('Could not start video source', 'NotReadableError'))
      Object.assign(navigator.mediaDevices, { getUserMedia: busy })
    })
    await ui.askForCamera()
    await expect(ui.cameraView).toContainText(words.busy)
    await ui.page.evaluate(() => Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia'))
    await ui.cameraView.getByRole('button', { name: words.tryAgain }).click()
    await ui.recognizes()
  })
})

test.describe('a camera of 1280 x 720', () => {
  test.use({ clip: { ...jumpingJacks, size: { width: 1280, height: 720 } } })
  test('can be chosen by name, and its resolution', async ({ ui }) => {
    await ui.startCamera()
    const picker = ui.page.getByRole('combobox', { name: texts.live.source.camera })
    await expect(picker.getByRole('option')).toHaveCount(2)
    expect(await picker.getByRole('option').nth(1).innerText()).not.toBe('')
    await picker.selectOption({ index: 1 })
    await ui.recognizes()
    await expect.poll(() => ui.pictureSize()).toEqual([640, 480])
    await ui.page.getByRole('combobox', { name: texts.live.source.resolution }).selectOption('1280x720')
    await expect.poll(() => ui.pictureSize()).toEqual([1280, 720])
    await ui.recognizes()
  })
})

test.describe('without any camera', () => {
  test.use({ clip: 'no camera' })
  test('it says so plainly', async ({ ui }) => {
    await ui.askForCamera()
    await expect(ui.cameraView).toContainText(words.none)
    await expect(ui.cameraView.getByRole('button', { name: words.tryAgain })).toBeVisible()
  })
})
