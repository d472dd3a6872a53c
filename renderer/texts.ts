/**
 * Every English text that people see, in one place, ready for translation. Sentences that the recognizer writes (errors)
 * come with their messages.
 */
import type { LabelOrder, LabelSetName, ScoreKind } from '../native-models/choices.ts'
import type { CommandName } from './commands.ts'

/** Milliseconds, as exactly as they mean something. */
const timed = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`)

/** Of a hundred clips: those that were right, and the interval that chance leaves open. */
interface Hundreds {
  readonly right: number
  readonly low: number
  readonly high: number
}

export const texts = {
  app: 'Actscope',

  /** Names of the commands, in menus, tooltips and the list of shortcuts. */
  commands: {
    'open-files': 'Open videos…',
    'open-folder': 'Open a folder…',
    export: 'Export…',
    'view-live': 'Live',
    'view-files': 'Files',
    'view-models': 'Models',
    pause: 'Pause',
    snapshot: 'Take a snapshot',
    record: 'Record',
    mirror: 'Mirror the picture',
    compare: 'Compare two models',
    present: 'Presentation',
    'full-screen': 'Full screen',
    settings: 'Settings',
    theme: 'Light or dark',
    shortcuts: 'Keyboard shortcuts',
    'variant-1': 'Model 1',
    'variant-2': 'Model 2',
    'variant-3': 'Model 3',
    'variant-4': 'Model 4',
    'variant-5': 'Model 5',
    'variant-6': 'Model 6',
    'variant-7': 'Model 7',
    'variant-8': 'Model 8',
    'variant-9': 'Model 9',
  } satisfies Record<CommandName, string>,

  /** The desktop's own menu. */
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    camera: 'Camera',
    model: 'Model',
    window: 'Window',
    help: 'Help',
    about: 'About Actscope',
    hide: 'Hide Actscope',
    quit: 'Quit',
    quitMac: 'Quit Actscope',
    noModels: 'No models yet',
    /** Of the system's dialogs. */
    videos: 'Videos',
    openVideos: 'Open videos',
    openFolder: 'Open a folder of videos',
    save: 'Save',
    windowFailed: 'The window keeps failing.',
    windowFailedDetail: 'It was loaded again three times within five minutes. Recordings that were under way are kept.',
    loadAgain: 'Load it again',
    quitNow: 'Quit',
  },

  topBar: {
    views: 'Views',
    device: 'Device that runs the model',
    deviceIs: (words: string) => `Device that runs the model: ${words}`,
    deviceRefused: (asked: string, runs: string, why: string) =>
      `${asked} was asked for and could not be used; ${runs} runs the model. ${why}`,
  },

  variants: {
    name: 'Models',
    toggle: (title: string, key: string | undefined, untrained: boolean) =>
      `${title}${untrained ? ' (untrained: its labels mean nothing)' : ''}${key === undefined ? '' : ` (${key})`}. Shift+click compares.`,
    refused: (title: string, why: string) =>
      `${title} was asked for and could not be loaded. ${why} Click to try again.`,
    shortcut: 'Toggle to a model',
  },

  /** Of errors that nobody foresaw, so that their own words are for programmers. */
  internal: {
    message: (what: string) => `Something in this window failed: ${what.replace(/\.?$/, '.')}`,
    hint: 'Try again; if it fails again, start Actscope anew.',
  },

  notices: { name: 'Messages', close: 'Close this message' },

  parts: { close: 'Close' },

  recognizer: {
    starting: 'Starting the recognizer…',
    restarting: 'The recognizer ended and is being started again…',
    stopped: 'The recognizer has stopped.',
    startAgain: 'Start it again',
    notUnderstood: 'The recognizer said something that this window does not understand.',
    otherVersion: 'This window and the recognizer are of different versions.',
    startAnew: 'Close Actscope and start it again.',
    backAgain: 'The recognizer was started again; recognition goes on.',
  },

  live: {
    deviceLost: (from: string, to: string | undefined) => {
      if (to === undefined) return `${from} failed, and no other device could be had.`
      return from === to ? `${from} failed and was started again.` : `${from} failed; ${to} runs from now on.`
    },

    /** Over the picture. */
    picture: 'Picture of the camera',
    warmingUp: (filled: number, frames: number) => `warming up ${filled}/${frames}`,
    unsure: '–',
    paused: 'Paused',
    recording: (time: string, size: string) => `Recording ${time} · ${size}`,
    leavePresentation: 'Press Esc to leave',
    /** For those who do not see the picture. */
    spoken: (label: string | undefined, variant: string | undefined) =>
      `${variant === undefined ? '' : `${variant}: `}${label ?? 'no label'}`,

    camera: {
      off: 'The camera is off.',
      offHint: (promise: string) =>
        `Turn it on to recognize what happens in front of it, or drop a video anywhere on this window. ${promise}`,
      private: {
        desktop: 'No picture leaves this computer.',
        browser: 'Its pictures go to the machine where you started Actscope and nowhere else.',
      },
      turnOn: 'Turn on the camera',
      turnOff: 'Turn off the camera',
      asking: 'Waiting for the camera…',
      askingHint: (promise: string) => `If a question appears, allow Actscope to use it. ${promise}`,
      denied: 'Actscope may not use the camera.',
      deniedHint: {
        browser: 'Allow the camera for this page, by the sign in the address bar, and try again.',
        mac: 'Allow it in System Settings › Privacy & Security › Camera, and try again.',
        windows: 'Allow desktop apps to use it in Settings › Privacy & security › Camera, and try again.',
        linux: 'Allow it in the system’s privacy settings (your user must be in the group “video”), and try again.',
      },
      insecure: 'A browser gives the camera only to pages of this computer or with https.',
      insecureHint: 'Open this page by http://localhost.',
      none: 'No camera was found.',
      noneHint: 'Plug one in; it starts by itself. Videos can be dropped on this window meanwhile.',
      busy: 'The camera is being used by another program.',
      busyHint: 'Close that program, a video call for example, and try again.',
      lost: (name: string) => `${name === '' ? 'The camera' : name} was unplugged.`,
      lostHint: 'Plug it in again; it comes back by itself.',
      failed: 'The camera cannot be used.',
      tryAgain: 'Try again',
      openSettings: 'Open camera settings',
    },

    source: {
      name: 'Camera and picture',
      camera: 'Camera',
      automatic: (name: string | undefined) => (name === undefined ? 'Any camera' : `${name} (any camera)`),
      unnamed: (name: string) => (/^\d+$/.test(name) ? `Camera ${name}` : name),
      gone: (name: string) => `${name} (not connected)`,
      resolution: 'Resolution',
      size: (resolution: string) => resolution.replace('x', ' × '),
      resume: 'Go on',
      stopRecording: 'Stop recording',
      annotate: 'Record with the label in the picture',
      annotateShort: 'With labels',
    },

    numbers: {
      name: 'Numbers',
      none: '–',
      camera: 'Camera',
      cameraHelp: 'Pictures that the camera gives, per second',
      passes: 'Passes',
      passesHelp: 'How often the model looks at its clip, per second',
      perSecond: (value: number) => `${value.toFixed(1)}/s`,
      encode: 'Encode',
      encodeHelp: 'Time for the frames that are new since the last pass (2D part)',
      clip: 'Clip',
      clipHelp: 'Time for the clip as a whole (3D part)',
      total: 'Total',
      totalHelp: 'Time that one pass takes',
      latency: 'Latency',
      latencyHelp: 'From the capture of the newest frame of a pass until its label is known',
      milliseconds: (value: number) => `${Math.round(value)} ms`,
      dropped: 'Dropped',
      droppedHelp: 'Frames that the model wanted and could not take, since the camera was turned on',
      behind:
        'The model cannot keep up: frames are dropped. Choose a lower sampling rate, a smaller model or a faster device (a GPU, if there is one). Click to open the settings.',
      device: 'Device',
      deviceHelp: 'What really runs the model',
    },

    panel: {
      name: 'Recognition',
      scores: 'What it sees',
      scoresOf: (title: string) => `Scores of ${title}`,
      loading: 'Loading the model…',
      starting: 'Starting the recognizer…',
      noModels: 'There is no model that could run.',
      noModelsHint: 'Actscope comes with two; if they are gone, install it again.',
      failed: 'No model runs.',
      damaged: (name: string) => `The model ${name} is damaged.`,
      tryAgain: 'Try again',
      untrained: 'untrained',
      untrainedHelp: 'Nobody trained this model; its labels mean nothing.',
      waiting: 'Scores appear with the first pass.',
      knows: (actions: number) => (actions === 1 ? 'See the action it knows' : `See the ${actions} actions it knows`),
    },

    agreement: {
      name: 'Agreement',
      none: 'How often both see the same appears here.',
      share: (share: string, compared: number) => `${share} of ${compared}`,
      curve: 'Agreement over time',
      pairs: 'Where they differ most often',
      times: (count: number) => `${count}×`,
    },

    log: {
      name: 'Events',
      empty: 'Every label that holds is written down here when it ends: when it began, how long, and how sure.',
      clear: 'Clear the events',
      copy: 'Copy the events as a table',
      copied: (count: number) => `${count === 1 ? 'One event was' : `${count} events were`} copied.`,
      export: 'Export the events',
      formats: { json: 'JSON', csv: 'CSV', vtt: 'WebVTT', srt: 'SubRip (SRT)' },
      saved: (name: string, place: string) => `${name} was saved in ${place}.`,
      show: 'Show',
      more: (count: number) => `${count} earlier ones are exported and copied too.`,
      columns: { time: 'Time', label: 'Label', duration: 'Length', score: 'Score', variant: 'Model' },
      /** In exported JSON, for whoever reads it. */
      timeNote: 'start and end are seconds after `origin`, the moment at which the oldest event here began',
      recordingNote: 'start and end are seconds of the recording; `origin` is the moment at which it began',
    },

    recorder: {
      snapshot: (name: string, place: string) => `${name} is in ${place}.`,
      noPicture: 'There is no picture to take.',
      saved: (name: string, place: string) => `${name} is in ${place}, with its events beside it.`,
      savedAlone: (name: string, place: string) => `${name} is in ${place}.`,
      show: 'Show',
      cameraGone: 'The camera was turned off or went away; the recording ended there.',
      unsupported: 'Recording is not possible here: WebM cannot be written.',
      broken: (why: string) => `The recording ended. ${why}`,
      brokenHint: 'What was recorded until then is kept.',
      empty: 'The recording ended before its first picture; there is nothing to keep.',
      noEvents: (why: string) => `The events of the recording could not be written. ${why}`,
    },
  },

  settings: {
    recognition: 'Recognition',
    appearance: 'Appearance',
    theme: 'Theme',
    themes: { dark: 'Dark', light: 'Light', system: 'System' },
    device: 'Device',
    devices: {
      auto: 'Automatic',
      cpu: 'Processor (CPU)',
      webgpu: 'GPU by WebGPU',
      cuda: 'NVIDIA GPU (CUDA)',
      coreml: 'Apple (Core ML)',
      directml: 'GPU by DirectML',
    },
    deviceAuto: (runs: string | undefined) =>
      `The fastest one that gives the right numbers${runs === undefined ? '.' : `; now ${runs}.`}`,
    deviceSlower: (ms: string) => `${ms} for a pass when it was tried.`,
    deviceMissing: 'Not on this machine.',
    rate: 'Sampling rate',
    ownRate: (rate: number | undefined) =>
      rate === undefined ? 'As in training' : `As in training (${rate} frames/s)`,
    framesPerSecond: (rate: number) => `${rate} frames/s`,
    rateHelp: 'How many pictures a second the model looks at. Fewer are less work, and see slower movements.',
    refresh: 'A new label',
    refreshes: {
      4: (seconds: string | undefined) => `Four times a clip${every(seconds)}`,
      2: (seconds: string | undefined) => `Twice a clip${every(seconds)}`,
      1: (seconds: string | undefined) => `Once a clip, as in the paper${every(seconds)}`,
    },
    refreshHelp:
      'More often notices sooner that something else happens. A slow device gets as many as it keeps up with.',
    refreshOfHalving: 'The memory of the paper’s text has a pass a clip, and no more.',
    averaging: 'Averaging',
    averagings: {
      halving: {
        text: 'Halving',
        help: 'Each pass counts as much as all before it together: calm, and quick to follow.',
      },
      cumulative: {
        text: 'Mean of all',
        help: 'All passes count alike: very calm, but slow to notice that something else happens.',
      },
      none: { text: 'None', help: 'Only the last pass counts: quickest, and jumpy.' },
      'reference-code': {
        text: 'As in the authors’ script',
        help: 'For comparison with it only: the scores are no probabilities and may exceed 100%.',
      },
    },
    memory: 'Memory',
    memories: {
      slots: {
        text: 'As in the authors’ script',
        help: 'Half of a clip is new, a quarter from before that, and so on; what is older is forgotten.',
      },
      halving: {
        text: 'As in the paper’s text',
        help: 'Half of a clip comes from the whole clip before: a trace of the first pictures stays for ever.',
      },
    },
    threshold: 'Threshold',
    thresholdHelp: 'The score that a label needs to be shown. Below it stands “–”.',
    thresholdOwn: 'As the model says',
    thresholdOwnHelp: 'Each model has the score from which on it can be believed, as it was measured.',
    margin: 'Smoothing',
    marginHelp: 'How far another label must lead to take the place of the one that is shown. More: fewer changes.',
    topK: 'Labels in the list',
    topKHelp: 'How many of the best labels are shown with their scores.',
    reset: 'Reset recognition',
  },

  files: {
    /** Instead of a label whose score is below the threshold. */
    unsure: '–',
    dropHere: 'Drop videos or folders to recognize them',
    emptyTitle: 'What happens in your videos?',
    emptyHow: 'Drop videos or whole folders here, or choose them.',
    emptyFormats: 'MP4, MOV, MKV, WebM, AVI, MPEG, WMV, FLV and most others that FFmpeg reads.',
    emptyPrivate: {
      desktop: 'They stay on this machine: nothing is sent anywhere.',
      browser: 'They go to the machine where you started Actscope and nowhere else, and are deleted there afterwards.',
    },

    list: 'Videos',
    layout: 'Layout',
    layouts: { player: 'Player', table: 'Table' },
    count: (files: number) => (files === 1 ? '1 video' : `${files} videos`),
    progress: (done: number, files: number) => `${done} of ${files} done`,
    progressShort: (done: number, files: number) => `${done}/${files}`,
    state: {
      uploading: (percent: string) => `Copying ${percent}`,
      waiting: 'Waiting',
      starting: 'Beginning…',
      working: (percent: string) => `Recognizing ${percent}`,
      done: 'Done',
      cancelled: 'Stopped',
      failed: 'Failed',
    },
    damage: (what: string) => `The file is damaged: ${what}`,

    recognizeAgain: 'Recognize again',
    recognizeWith: (variant: string) => `Recognize again with ${variant}`,
    recognizeAllWith: (files: number, variant: string) =>
      `Recognize ${files === 1 ? '1 video' : `${files} videos`} with ${variant}`,
    recognizeTo: (variant: string) => `Recognize with ${variant}`,
    retry: 'Try again',
    stop: 'Stop',
    stopAll: 'Stop all',
    remove: 'Remove from the list',
    clear: 'Remove all from the list',
    add: 'Add videos…',
    export: 'Export…',
    exportTable: (format: string) => `Export as ${format}`,
    tableName: 'videos',

    columns: {
      name: 'Name',
      duration: 'Length',
      label: 'Action',
      score: 'Score',
      second: 'Second',
      secondScore: 'Score',
      events: 'Events',
      damage: 'Damage',
      state: 'State',
    },
    sort: (column: string) => `Sort by ${column.toLowerCase()}`,

    by: (variant: string) => `by ${variant}`,
    whole: 'Whole video',
    eventList: 'Events',
    noEvents: (percent: string) => `No action was surer than ${percent} for long enough.`,
    eventsToCome: 'They come when the video was gone through.',
    tooShort: 'Too short for a time line: the model needs a longer stretch of video.',
    notYet: 'Not recognized yet',
    notRecognized: 'Not recognized',
    moment: { none: '–', warming: 'warming up', ahead: 'not recognized yet' },

    play: 'Play',
    pause: 'Pause',
    player: 'Player',
    timeLine: 'Time line',
    at: (time: string, duration: string) => `${time} of ${duration}`,
    threshold: (percent: string) => `Threshold ${percent}`,
    timeLineKeys: 'Left and right arrows move by a second, with Shift by a picture.',

    endedTwice: {
      code: 'engine-failed',
      message: 'The recognizer ended twice while it worked on this video, so it is left out.',
      hint: 'Convert it to another format, or try again with another model or device.',
    },
    previewLost: {
      code: 'engine-failed',
      message: 'The recognizer ended while it showed this video.',
      hint: 'It is started again by itself; press play then.',
    },
    noPicture: { code: 'shell-failed', message: 'There is no picture in this video to draw on.' },
    /** Of an annotated video. `codec`: as FFmpeg calls it. */
    soundLost: {
      container: () => 'It has no sound: that can be taken over from MP4, MOV, MKV, WebM, OGG and MPEG-TS files only.',
      codec: (codec: string) => `It has no sound: this machine can neither copy nor decode it (${codec}).`,
      damaged: () => 'Its sound is missing or ends early: the file is damaged.',
    },
    noEncoder: {
      code: 'shell-failed',
      message: 'No video of this size can be encoded on this machine.',
      hint: 'Export subtitles instead: players show them over the video.',
    },

    exportTitle: (name: string) => `Export ${name}`,
    format: 'Format',
    formats: {
      vtt: { name: 'WebVTT subtitles', what: 'Each event as a subtitle, for browsers and most players' },
      srt: { name: 'SubRip subtitles', what: 'The same, for everything else' },
      csv: { name: 'CSV', what: 'One line for each event, for spreadsheets' },
      json: { name: 'JSON', what: 'Everything: labels, events, settings' },
      video: { name: 'Annotated video', what: 'The labels drawn into the picture, with the sound it has' },
    },
    withScores: 'With the scores of every pass',
    save: 'Save…',
    cancel: 'Cancel',
    nothingToExport: 'This video has no result yet.',
    notComplete: 'It was not gone through to its end: events are missing.',
    writing: (name: string) => `Writing the annotated ${name}`,
    annotatedSuffix: ' (annotated)',
    saved: (name: string, place: string) => `${name} was saved in ${place}.`,
    show: 'Show',
  },

  models: {
    none: 'There is no model. Install Actscope again.',
    damaged: (name: string) => `${name} is damaged and cannot be used`,
    network: 'Network',
    input: 'Input',
    inputOf: (frames: number, size: number, rate: number) =>
      `${frames} frames of ${size} × ${size}, ${Number(rate.toFixed(2))} per second`,
    weights: 'Weights',
    megabytes: (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`,
    trainedOn: 'Trained on',
    untrained: 'nothing',
    untrainedWarning: 'Nobody trained this model: its labels mean nothing.',
    notMeasured: 'Its accuracy was not measured.',
    measuredOn: (clips: number, split: string) => `${clips} clips: ${split}`,
    percent: (share: number) => `${(share * 100).toFixed(1)}%`,
    accuracy: {
      right: ({ right, low, high }: Hundreds) => `Right on ${right} of 100 clips it never saw (${low} to ${high}).`,
      source: (name: string, { right, low, high }: Hundreds, clips: number) =>
        `${name}: ${right} of 100 (${low} to ${high}), ${clips === 1 ? '1 clip' : `${clips} clips`}`,
      bySource: 'By source of the clips',
      unknown: (silent: number) => `Says nothing for ${silent} of 10 unknown actions.`,
      unknownAlmost: 'Says nothing for more than 9 of 10 unknown actions.',
      says: (score: string, right: string) => `When it says ${score}, it is right ${right} of the time.`,
      fromStills: 'from photos',
      fromStillsHelp: 'Learned from photos alone.',
    },
    licence: 'Licence',
    classes: (count: number) => (count === 1 ? 'Knows 1 action' : `Knows ${count} actions`),
    limits: 'What it cannot do',
    use: 'Use',
    inUse: 'In use',
    compare: 'Compare with it',
    compared: 'Being compared',

    origin: 'Comes from',
    own: 'yours',
    actions: (title: string) => `More for ${title}`,
    fault: (message: string, hint: string | undefined) => (hint === undefined ? message : `${message} ${hint}`),

    speed: 'Speed here',
    measure: 'Measure speed',
    measureOf: (title: string) => `Measure speed of ${title}`,
    measuring: 'Measuring…',
    perPass: (ms: number, device: string) => `${timed(ms)} a pass on ${device}`,
    passParts: (frames: number, encode: number, clip: number) =>
      `${frames} frames of ${timed(encode)}, and ${timed(clip)} for the clip`,

    check: 'Check its files',
    checking: 'Checking its files…',
    good: 'Its files are as they should be: hash, shapes, numbers.',

    rename: 'Rename…',
    renameTitle: 'Rename the model',
    title: 'Title',
    titleHelp: 'As it is shown.',
    name: 'Id',
    nameHelp: 'Network/name, in lower case: for the command line, and in exports.',
    save: 'Save',
    cancel: 'Cancel',

    remove: 'Remove…',
    removeTitle: (title: string) => `Remove ${title}?`,
    removeText: (megabytes: string) => `Its folder (${megabytes}) is deleted from this machine. This cannot be undone.`,
    removeLive: 'It runs live now; another model takes its place first.',
    removeNow: 'Remove it',
    removed: (title: string) => `${title} was removed.`,

    /** Of the system's dialogs. */
    choose: {
      model: 'Choose a model',
      models: 'Models (ONNX, safetensors, PyTorch)',
      labels: 'Choose a list of labels',
      texts: 'Text',
    },

    import: {
      open: 'Import a model…',
      openHelp: 'An ONNX video classifier, or weights of a network that Actscope knows (safetensors, PyTorch).',
      title: 'Import a model',
      chooseFile: 'Choose a file…',
      chooseAnother: 'Choose another file…',
      howTo: 'Choose or drop a video classifier in one ONNX file, or weights (.safetensors, .pth, .pt).',
      safe: 'Nothing in a file is run but the graph of an ONNX model. It goes to the recognizer and nowhere else.',
      copying: (percent: string) => `Copying ${percent}`,
      loading: 'Reading the file…',
      onlyOne: 'One model at a time: the first of the files was taken.',

      isOnnx: (megabytes: string) => `ONNX, ${megabytes}`,
      isWeights: (megabytes: string, tensors: number) => `Weights, ${megabytes}, ${tensors} tensors`,
      inputIs: (axes: string, bytes: boolean) => `takes ${bytes ? 'bytes' : 'numbers'} ${axes}`,
      unknownAxes: 'of a shape that it does not tell',
      clipOf: (frames: number, size: number, layout: string) => `${frames} frames of ${size} × ${size} (${layout})`,
      gives: (classes: number | undefined, probabilities: boolean) =>
        `gives ${classes ?? 'some'} ${probabilities ? 'probabilities' : 'scores'}`,
      noNetwork: 'No network that Actscope knows has tensors of these names.',
      noNetworkHint:
        'The command line takes parts of a network, as a start for training: actscope import FILE --partial --network NAME --labels LABELS',

      labels: 'Labels',
      labelsHelp: 'In the order of its scores. A list in another order gives wrong names with full confidence.',
      pleaseChoose: 'Please choose…',
      labelsOwn: (count: number) => `As the file says (${count})`,
      labelSets: {
        'kinetics-400': 'Kinetics-400 (400)',
        ucf101: 'UCF101 (101)',
        hmdb51: 'HMDB51 (51)',
        'something-something-v1': 'Something-Something v1 (174)',
        jester: 'Jester (27)',
      } satisfies Record<LabelSetName, string>,
      labelsFile: 'A text file, a label on each line…',
      labelsFrom: (name: string) => `From ${name}`,
      order: 'Order of the classes',
      orders: {
        list: 'As in the data set’s own list',
        name: 'Sorted by name (TRN, TSM and the like)',
      } satisfies Record<LabelOrder, string>,

      pixels: 'Values of the pixels',
      pixelsHelp: 'What 0 and 255 became in its training, before the mean was taken off.',
      pixelChoices: {
        own: 'As the file says',
        known: 'As usual where the weights come from',
        bytes: 'Bytes: the model does it itself',
        unit: '0 to 1',
        imagenet: '0 to 1, mean and spread of ImageNet',
        kinetics: '0 to 1, mean and spread of Kinetics (torchvision)',
        full: '0 to 255',
        activitynet: '0 to 255, mean of ActivityNet (3D-ResNets, Jester)',
        signed: '-1 to 1',
        other: 'Other numbers…',
      },
      low: '0 becomes',
      high: '255 becomes',
      mean: 'Mean (one number or three)',
      std: 'Spread (one number or three)',
      channels: 'Order of the colours',
      channelChoices: { known: 'As usual there', rgb: 'Red, green, blue', bgr: 'Blue, green, red' },

      time: 'Frames of a clip',
      timeHelp: 'Which frames of a video it was trained on.',
      timeChoices: {
        own: 'As the file says',
        known: 'As usual for this network',
        clip: 'One after another, or every n-th (3D networks)',
        segments: 'From equal parts of the whole video (TSN, TSM, ECO)',
      },
      stride: 'Every n-th frame',
      fps: 'Frames a second in training',
      rate: 'Frames a second',

      layout: 'Order of the axes',
      layoutHelp: 'N clips, C channels, T frames, H rows, W columns.',
      frames: 'Frames',
      size: 'Height and width',
      framesOther: 'Frames, if not as usual',
      sizeOther: 'Height, if not as usual',
      output: 'Output with the scores',
      scores: 'The scores are',
      scoreChoices: { '': 'as the graph tells', logits: 'logits', probabilities: 'probabilities' } satisfies Record<
        '' | ScoreKind,
        string
      >,
      network: 'Network',
      networkFits: (title: string, percent: string) => `${title} (${percent} of its tensors)`,

      more: 'Licence, origin, id',
      modelTitle: 'Title',
      modelTitleHelp: 'As it is shown; by default after the file.',
      modelName: 'Id',
      modelNameHelp: 'For the command line; by default after the title.',
      licence: 'Licence',
      licenceHelp: 'Under which you may use it.',
      origin: 'Origin',
      originHelp: 'Where it comes from, what it was trained on.',

      try: 'Try it',
      tryTitle: 'Try it before you add it',
      tryOn: 'Video',
      tryNoVideo: 'No video: only whether it runs',
      tryOwnVideo: 'Another video…',
      trying: 'Trying it…',
      runs: 'It runs.',
      runsOn: (name: string) => `What it makes of ${name}`,
      changed: 'Something was changed since.',
      warning: (what: string) => `Take care: ${what}.`,
      add: 'Add it',
      adding: 'Adding it…',
      added: (title: string) => `${title} is one of your models now.`,
      useNow: 'Use it',
      close: 'Close',
      missing: (fields: string) => `Still missing: ${fields}.`,
      wrongNumber: (fields: string) => `No number, or none that is possible: ${fields}.`,
    },

    offers: {
      title: 'Available to download',
      about:
        'Weights that their makers offer to everyone. Nothing is fetched before you press a button; it then goes to the internet, to the address that is shown, and nowhere else.',
      start: 'A start for training, not a model that recognizes: for the command line.',
      startHere: (name: string) =>
        `It is here. How to begin a training with it, the command line says: actscope models get ${name}`,
      size: 'Size',
      aboutBytes: (megabytes: string) => `about ${megabytes}`,
      address: 'Address',
      hash: 'sha256',
      hashBegins: (digits: string) => `begins with ${digits}; its makers publish no more of it`,
      get: 'Download',
      goOn: (megabytes: string) => `Go on (${megabytes} are here)`,
      stop: 'Stop',
      here: 'It is among your models.',
      nameOf: (what: string, title: string) => `${what}: ${title}`,
      progress: (title: string) => `Download of ${title}`,
      progressOf: (done: string, total: string) => `${done} of ${total}`,
      asking: 'Asking the server…',
      making: 'Making a model of it…',
      done: (title: string) => `${title} is one of your models now.`,
    },
  },
} as const

const every = (seconds: string | undefined): string => (seconds === undefined ? '' : `, every ${seconds} s`)
