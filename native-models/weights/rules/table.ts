import { firstInputs, overTime, row } from './adapt.ts'
import { moveSlices } from './slices.ts'
import type { Rule } from './rule.ts'

// One entry for each public source of weights, as its code has the names. Among rules that fit equally the first is taken:
// those that rename nothing, whose names the networks took over, come before the others.

const head = /^new_fc\./
const res2net = 'https://github.com/Res2Net/Res2Net-PretrainedModels (res2net.py)'
/** What IMG and CLIM have, and no Res2Net: these slices are in their order already. */
const shifts = /^layer1\.0\.shifts\.0\.conv\.weight$/

export const rules: readonly Rule[] = [
  {
    name: 'torchvision, video',
    source: 'https://github.com/pytorch/vision (torchvision/models/video/resnet.py)',
    networks: /^(r3d|mc3|r2plus1d)-18$/,
    mark: /^stem\.0\.weight$/,
    renames: [],
  },
  {
    name: 'kinetics_i3d_pytorch',
    source: 'https://github.com/hassony2/kinetics_i3d_pytorch (src/i3dpt.py)',
    networks: /^i3d-rgb$/,
    mark: /^mixed_3b\.branch_0\./,
    renames: [],
  },
  {
    name: '3D-ResNets-PyTorch',
    source: 'https://github.com/kenshohara/3D-ResNets-PyTorch (models/resnet.py, models/resnext.py)',
    networks: /^3d-res/,
    mark: /^layer4\.1\.conv2\.weight$/,
    renames: [],
  },
  {
    name: 'Res2Net-50 26w-4s',
    source: res2net,
    networks: /^(cmem|res2net)-/,
    mark: /^layer1\.0\.convs\.2\.weight$/,
    unless: shifts,
    renames: [],
  },
  {
    // Names are equal, but there slice 3 passes untouched, in IMG and CLIM slice 0: each slice moves one place on, and what
    // convs.i was trained to see is what it sees (docs/readings.md).
    name: 'Res2Net-50 26w-4s, its last slice first',
    source: res2net,
    networks: /^(img|clim)-/,
    mark: /^layer1\.0\.convs\.2\.weight$/,
    unless: shifts,
    renames: [],
    adapt: (name, tensor) => moveSlices(name, tensor, 1),
  },
  {
    name: 'IMG, CLIM, their first slice last',
    source: 'the network itself',
    networks: /^(cmem|res2net)-/,
    mark: shifts,
    renames: [],
    drops: /\.shifts\./,
    adapt: (name, tensor) => moveSlices(name, tensor, -1),
  },
  {
    name: 'names as they are',
    source: 'the network itself',
    networks: /^/,
    mark: /^/,
    renames: [],
  },

  {
    name: 'ECO-pytorch, ECO-Lite',
    source: 'https://github.com/mzolfaghari/ECO-pytorch (models.py, tf_model_zoo/ECO/ECO.yaml)',
    networks: /^eco-lite$/,
    mark: /^(base_model\.)?inception_3a_1x1\./,
    renames: [
      [/^base_model\./, ''],
      [head, 'fc_final.'],
    ],
  },
  {
    // The 3D net that ECO begins with. Its res3a_2 sees 128 channels, ECO's the 96 of inception_3c: the first 96 are taken,
    // as in init_ECO of ECO-pytorch's main.py.
    name: 'ECO-pytorch, 3D-ResNet-18 of Kinetics',
    source: 'https://github.com/mzolfaghari/ECO-pytorch (main.py, tf_model_zoo/C3DRes18/C3DRes18.yaml)',
    networks: /^eco-lite$/,
    mark: /^(base_model\.)?res2a_1\./,
    renames: [[/^base_model\./, '']],
    drops: /^(conv1|res2|res3a_1|res3a_down|fc8|new_fc)/,
    adapt: (name, tensor) => (name === 'res3a_2.weight' ? firstInputs(tensor, 96) : tensor),
  },
  {
    // BN-Inception as TSN trained it; ECO takes what lies below inception_3c's double branch.
    name: 'TSN, BN-Inception',
    source: 'https://github.com/yjxiong/tsn-pytorch (tf_model_zoo/bninception)',
    networks: /^eco-lite$/,
    mark: /^(base_model\.)?inception_4a_1x1\./,
    renames: [[/^base_model\./, '']],
    drops: /^(inception_3c_(3x3|double_3x3_2|pool|1x1)|inception_[45]|fc|new_fc|classif|last_linear)/,
    adapt: (name, tensor) => (/_bn\.\w+$/.test(name) ? row(tensor) : tensor),
  },
  {
    name: 'torchvision, ResNet-34',
    source: 'https://github.com/pytorch/vision (torchvision/models/resnet.py)',
    networks: /^(res34-se-im-net|resnet34-3dres18)$/,
    mark: /^layer4\.2\.conv2\.weight$/,
    renames: [[/^(?=conv1\.|bn1\.|layer[1-4]\.)/, 'cnn2d.']],
    drops: /^fc\./,
  },
  {
    name: 'ECO-pytorch, 3D part',
    source:
      'https://github.com/mzolfaghari/ECO-pytorch (tf_model_zoo/C3DRes18/C3DRes18.yaml, tf_model_zoo/ECO/ECO.yaml)',
    networks: /^(res34-se-im-net|resnet34-3dres18)$/,
    mark: /^(base_model\.)?res5b_2\./,
    renames: [
      [/^base_model\./, ''],
      [/^(?=res[345])/, 'cnn3d.'],
    ],
    drops: /^(?!cnn3d\.)/,
  },
  {
    // Only `blockres`, where the shift stands before conv1; with `block` (layer1.0.net.conv1) it moves the shortcut, too,
    // which is another network: those names stay unknown.
    name: 'temporal-shift-module',
    source: 'https://github.com/mit-han-lab/temporal-shift-module (ops/models.py, ops/temporal_shift.py)',
    networks: /^tsm-/,
    mark: /^(base_model\.)?layer1\.0\.conv1\.net\.weight$/,
    renames: [
      [/^base_model\./, ''],
      [/(\.conv1)\.net\./, '$1.'],
      [head, 'fc.'],
    ],
  },
  {
    name: 'pytorch-i3d',
    source: 'https://github.com/piergiaj/pytorch-i3d (pytorch_i3d.py)',
    networks: /^i3d-rgb$/,
    mark: /^Mixed_3b\.b1a\.conv3d\.weight$/,
    renames: [
      [/^Conv3d_/, 'conv3d_'],
      [/^Mixed_/, 'mixed_'],
      [/^logits\./, 'conv3d_0c_1x1.'],
      [/\.bn\./, '.batch3d.'],
      [/\.b0\./, '.branch_0.'],
      [/\.b([123])a\./, '.branch_$1.0.'],
      [/\.b([123])b\./, '.branch_$1.1.'],
    ],
  },
  {
    // Semi-CNN begins with what ImageNet taught a 2D network: its kernels of one frame (Leong et al. 2020, Table 2, "pretrained part").
    name: 'torchvision, ResNet',
    source: 'https://github.com/pytorch/vision (torchvision/models/resnet.py)',
    networks: /^semi-resnet-/,
    mark: /^layer4\.0\.conv1\.weight$/,
    renames: [],
    drops: /^(layer[34]|fc)\./,
    adapt: (_, tensor) => overTime(tensor),
  },
  {
    name: 'torchvision, VGG-16',
    source: 'https://github.com/pytorch/vision (torchvision/models/vgg.py)',
    networks: /^semi-vgg-/,
    mark: /^features\.28\.weight$/,
    renames: [],
    drops: /^(features\.2[1-8]|classifier)\./,
    adapt: (_, tensor) => overTime(tensor),
  },
  {
    name: 'torchvision, DenseNet',
    source: 'https://github.com/pytorch/vision (torchvision/models/densenet.py)',
    networks: /^semi-densenet-/,
    mark: /^features\.denseblock4\./,
    renames: [
      [/(\.denselayer\d+\.(?:norm|conv))\.([12])\./, '$1$2.'], // as its older files have them
      [/^features\./, 'spatfeatures.'],
    ],
    drops: /^(spatfeatures\.(denseblock2\.denselayer([789]|1\d)|denseblock[34]|transition[23]|norm5)|classifier)\.?/,
    adapt: (_, tensor) => overTime(tensor),
  },
]
