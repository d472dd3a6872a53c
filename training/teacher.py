"""The image teacher: MobileNetV2 (ImageNet, Apache-2.0), as a network of Actscope's own.

    python3 training/teacher.py MODEL.tflite TEACHER.safetensors     (needs the packages tflite and flatbuffers)

writes the weights of a quantized TensorFlow Lite file under the names of `mobilenetv2-3dres18`'s 2D part, with the classifier
beside them. TensorFlow pads even sizes on one side only; at 32 n + 1 pixels both paddings are the same, so the teacher looks at
pictures of SIZE = 129 pixels.
"""
import sys

import torch
import torch.nn.functional as F
from torch import nn

import safetensors

SIZE = 129
NORMALIZATION = {"scale": 255, "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}


class Teacher(nn.Module):
    """Frozen. forward(normalized [N, 3, H, W]) -> features [N, 1280], the mean of the last maps."""

    def __init__(self, network, weights):
        super().__init__()
        with torch.no_grad():
            for name, tensor in network.named():
                if name.startswith("cnn2d."):
                    tensor.copy_(weights[name])
        self.network = network.eval().requires_grad_(False)
        self.register_buffer("weight", weights["classifier.weight"])
        self.register_buffer("bias", weights["classifier.bias"])

    def forward(self, x):
        return self.network.encode(x).mean((2, 3))

    def classify(self, features):
        """[N, 1280] -> logits of 1,000 ImageNet classes and a background [N, 1001]."""
        return F.linear(features, self.weight, self.bias)


def convert(path):
    """[(name, tensor)] of a TensorFlow Lite file: dequantized, in PyTorch's layouts."""
    import numpy as np
    import tflite

    with open(path, "rb") as file:
        model = tflite.Model.GetRootAsModel(file.read(), 0)
    graph = model.Subgraphs(0)

    def constant(index):
        tensor = graph.Tensors(index)
        kind = {tflite.TensorType.UINT8: np.uint8, tflite.TensorType.INT32: np.int32}[tensor.Type()]
        values = np.frombuffer(model.Buffers(tensor.Buffer()).DataAsNumpy().tobytes(), kind).reshape(tensor.ShapeAsNumpy())
        scale = tensor.Quantization().ScaleAsNumpy()
        zero = tensor.Quantization().ZeroPointAsNumpy() if tensor.Quantization().ZeroPointLength() else 0
        return torch.from_numpy(((values.astype(np.float64) - zero) * scale).astype(np.float32))

    result, names = [], list(layer_names())
    for k in range(graph.OperatorsLength()):
        operator = graph.Operators(k)
        code = model.OperatorCodes(operator.OpcodeIndex())
        kind = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
        if kind not in (tflite.BuiltinOperator.CONV_2D, tflite.BuiltinOperator.DEPTHWISE_CONV_2D):
            continue
        _, weight, bias = operator.InputsAsNumpy()
        order = (0, 3, 1, 2) if kind == tflite.BuiltinOperator.CONV_2D else (3, 0, 1, 2)
        name, weight = names.pop(0), constant(weight).permute(order)
        result += [(name + ".weight", weight.flatten(1) if name == "classifier" else weight), (name + ".bias", constant(bias))]
    return result


def layer_names():
    """The convolutions of MobileNetV2 in the order of its file (Sandler et al. 2018, Table 2)."""
    yield "cnn2d.conv1"
    for row, blocks in enumerate((1, 2, 3, 4, 3, 3, 1), 1):
        for block in range(blocks):
            for leaf in ("expand", "depthwise", "project")[row == 1:]:
                yield "cnn2d.layer%d.%d.%s" % (row, block, leaf)
    yield "cnn2d.conv2"
    yield "classifier"


if __name__ == "__main__":
    safetensors.save(sys.argv[2], convert(sys.argv[1]), {"source": "MobileNetV2 1.0, ImageNet, Apache-2.0"})
