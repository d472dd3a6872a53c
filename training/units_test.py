"""Unit tests of what can be wrong without a word: parts, samples of frames, calibration, packs. Run by training.test.ts."""
import os
import random
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import torch

import pack
import sampling
from augment import clip_boxes, crop, mixed, picture_boxes
from calibration import crosswise, expected_error, said, temperature, threshold
from pictures import load_pack
from splits import PARTS, TEST, TRAIN_ONLY, group_of, part_of


class Splits(unittest.TestCase):
    def test_clips_of_one_source_video_are_of_one_part(self):
        self.assertEqual(group_of("ucf101", "g08_c03.mp4"), group_of("ucf101", "g08_c01.mp4"))
        self.assertEqual(group_of("ut_interaction", "set1_seq07_hug.mp4"), "set1_seq07")
        self.assertEqual(group_of("physio", "20240128_101112.mp4"), "20240128_101112")

    def test_every_part_has_groups_of_ucf101_and_people_of_weizmann(self):
        self.assertEqual({part_of("ucf101", "g%02d" % n) for n in range(8, 26)}, set(range(PARTS)))
        people = ["moshe", "daria", "denis", "eli", "ira", "lena", "lyova"]
        self.assertEqual({part_of("weizmann", person) for person in people}, set(range(PARTS)))
        self.assertEqual(part_of("weizmann", "moshe"), TEST)

    def test_films_that_may_stand_twice_are_never_measured_on(self):
        self.assertEqual(part_of("fitness_misc", "amila"), TRAIN_ONLY)


class Sampling(unittest.TestCase):
    def test_middles_are_what_recognition_takes(self):
        self.assertEqual(sampling.middles(32, 4), [4, 12, 20, 28])
        self.assertEqual(sampling.middles(1, 4), [0, 0, 0, 0])

    def test_an_online_memory_keeps_half_of_the_newest_block_and_less_of_each_before(self):
        random.seed(1)
        for frames in (3, 16, 17, 40, 400):
            for _ in range(50):
                numbers, old = sampling.online(frames, 16)
                self.assertEqual(len(numbers), 16)
                self.assertTrue(all(0 <= n < frames for n in numbers))
                self.assertEqual(numbers, sorted(numbers))
                self.assertIn(old, (0, 8))
        ends = [sampling.online(400, 16)[0][-1] for _ in range(200)]
        self.assertLess(min(ends), 100)
        self.assertGreater(max(ends), 300)

    def test_segments_stay_in_their_window(self):
        random.seed(2)
        for _ in range(100):
            numbers = sampling.window(100, 16)
            self.assertEqual(numbers, sorted(numbers))
            self.assertTrue(0 <= numbers[0] and numbers[-1] < 100)


class Augmentation(unittest.TestCase):
    def test_a_box_that_is_the_picture_gives_the_picture_and_a_flip_its_mirror(self):
        picture = torch.randint(0, 255, (1, 3, 8, 8), dtype=torch.uint8)
        boxes = torch.tensor([[0.0, 0.0, 8.0, 8.0]])
        same = crop(picture, boxes, torch.tensor([False]), 8)
        mirror = crop(picture, boxes, torch.tensor([True]), 8)
        self.assertLess(float((same - picture.float()).abs().max()), 1e-2)
        self.assertLess(float((mirror - picture.float().flip(3)).abs().max()), 1e-2)

    def test_boxes_lie_inside_their_pictures(self):
        torch.manual_seed(1)
        random.seed(1)
        sizes = torch.tensor([[168.0, 112.0], [90.0, 112.0]]).repeat(100, 1)
        boxes = picture_boxes(sizes)
        self.assertTrue(bool((boxes >= 0).all() and (boxes[:, :2] + boxes[:, 2:] <= sizes + 1e-3).all()))
        for drift in (0.0, 0.2):
            for left, top, width, height in clip_boxes(160, 128, 16, (0.6, 1.0), drift):
                self.assertTrue(left >= 0 and top >= 0 and left + width <= 160.001 and top + height <= 128.001)

    def test_mixed_clips_say_how_much_of_each_there_is(self):
        random.seed(3)
        x = torch.stack([torch.full((2, 3, 10, 10), float(v)) for v in (0, 1)])
        for _ in range(20):
            y, order, share = mixed(x, 1.0)
            expected = share * x.mean((1, 2, 3, 4)) + (1 - share) * x[order].mean((1, 2, 3, 4))
            self.assertLess(float((y.mean((1, 2, 3, 4)) - expected).abs().max()), 1e-5)


class Calibration(unittest.TestCase):
    def test_expected_error_by_hand(self):
        # Two clips at 0.9, one of them right; two at 0.6, both right: |0.9 - 0.5| / 2 + |0.6 - 1| / 2.
        error, bins = expected_error(torch.tensor([0.9, 0.9, 0.6, 0.6]), torch.tensor([True, False, True, True]))
        self.assertAlmostEqual(error, 0.4, places=5)
        self.assertEqual([row["clips"] for row in bins], [2, 2])

    def test_logits_that_are_twice_too_sure_get_temperature_2(self):
        torch.manual_seed(1)
        true = torch.randn(20000, 5) * 2
        labels = torch.multinomial(true.softmax(1), 1)[:, 0]
        self.assertAlmostEqual(temperature(true * 2, labels), 2.0, delta=0.08)
        _, error, _ = crosswise(true * 2, labels, torch.arange(20000) % 2)
        self.assertLess(error, 0.02)

    def test_a_quiet_label_is_never_said(self):
        scores = said(torch.tensor([[9.0, 0.0], [0.0, 9.0]]), 1.0, {1})
        self.assertGreater(float(scores[0]), 0.99)
        self.assertEqual(float(scores[1]), 0.0)

    def test_at_most_the_given_share_of_unknown_clips_gets_a_label(self):
        scores = torch.arange(100) / 100
        chosen = threshold(scores, 0.1)
        self.assertLessEqual(float((scores >= chosen).float().mean()), 0.1)
        self.assertGreater(float((scores >= chosen - 0.01).float().mean()), 0.1)


class Packs(unittest.TestCase):
    def test_what_was_packed_is_read_again_and_what_is_no_picture_is_left_out(self):
        from PIL import Image
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "in", "set", "class"))
            Image.new("RGB", (400, 200), (200, 30, 30)).save(os.path.join(folder, "in", "set", "class", "a.png"))
            with open(os.path.join(folder, "in", "set", "class", "b.jpg"), "w") as file:
                file.write("not a picture")
            sys.argv = ["pack.py", os.path.join(folder, "in"), os.path.join(folder, "out")]
            pack.main()
            names, pixels, sizes = load_pack(os.path.join(folder, "out"), 1)
        self.assertEqual(names, ["set/class/a.png"])
        self.assertEqual(sizes.tolist(), [[168, 112]])
        self.assertLess(abs(int(pixels[0, 0, 50, 80]) - 200), 12)


if __name__ == "__main__":
    unittest.main()
