"""A tiny NeMo transducer with the inputs, outputs and metadata of Parakeet TDT v3's export.

Names and shapes follow sherpa-onnx, ``scripts/nemo/parakeet-tdt-0.6b-v3/export_onnx.py`` and
``csrc/offline-transducer-nemo-model.cc``. The network hears tones: a low one says " ja", a high one
says " nej", silence says nothing; no word comes twice on end. Everything else, the features, their
normalisation, the subsampling, the prediction network's state and the durations, is sherpa-onnx's own work.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

MELS = 128
HIDDEN, LAYERS = 4, 2
TOKENS = ("▁ja", "▁nej", "▁", "<blk>")
DURATIONS = 5
_SUBSAMPLING = 8
_LOW_BANDS, _HIGH_BANDS = slice(10, 45), slice(75, 120)


def write(folder: Path) -> None:
    """Write the four files as ``en-indgang speech install parakeet`` leaves them."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(_encoder(), str(folder / "encoder.int8.onnx"))
    onnx.save(_decoder(), str(folder / "decoder.int8.onnx"))
    onnx.save(_joiner(), str(folder / "joiner.int8.onnx"))
    lines = [f"{token} {at}" for at, token in enumerate(TOKENS)]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _constant(name: str, values: object, kind: type = np.float32) -> onnx.TensorProto:
    return numpy_helper.from_array(np.asarray(values, kind), name)


def _model(
    graph_name: str,
    nodes: list[onnx.NodeProto],
    inputs: list[onnx.ValueInfoProto],
    outputs: list[onnx.ValueInfoProto],
    constants: list[onnx.TensorProto],
) -> onnx.ModelProto:
    graph = helper.make_graph(nodes, graph_name, inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def _encoder() -> onnx.ModelProto:
    """(B, 128, T) → (B, 2, T / 8): how loud the low and the high bands are."""
    bands = np.zeros((2, MELS), np.float32)
    bands[0, _LOW_BANDS] = 1.0 / 35
    bands[1, _HIGH_BANDS] = 1.0 / 45
    model = _model(
        "encoder",
        [
            helper.make_node(
                "AveragePool",
                ["audio_signal"],
                ["pooled"],
                kernel_shape=[_SUBSAMPLING],
                strides=[_SUBSAMPLING],
                ceil_mode=0,
            ),
            helper.make_node("MatMul", ["bands", "pooled"], ["outputs"]),
            helper.make_node("Div", ["length", "eight"], ["encoded_lengths"]),
        ],
        [
            helper.make_tensor_value_info("audio_signal", TensorProto.FLOAT, ["B", MELS, "T"]),
            helper.make_tensor_value_info("length", TensorProto.INT64, ["B"]),
        ],
        [
            helper.make_tensor_value_info("outputs", TensorProto.FLOAT, ["B", 2, "T8"]),
            helper.make_tensor_value_info("encoded_lengths", TensorProto.INT64, ["B"]),
        ],
        [_constant("bands", bands), _constant("eight", [_SUBSAMPLING], np.int64)],
    )
    metadata = {
        "vocab_size": len(TOKENS) - 1,
        "normalize_type": "per_feature",
        "pred_rnn_layers": LAYERS,
        "pred_hidden": HIDDEN,
        "subsampling_factor": _SUBSAMPLING,
        "model_type": "EncDecRNNTBPEModel",
        "version": "2",
        "model_author": "NeMo",
        # sherpa-onnx takes it for a token-and-duration transducer because of "tdt" in this address.
        "url": "https://huggingface.co/nvidia/parakeet-tdt-0.6b-v3",
        "comment": "Only the transducer branch is exported",
        "feat_dim": MELS,
    }
    helper.set_model_props(model, {key: str(value) for key, value in metadata.items()})
    return model


def _decoder() -> onnx.ModelProto:
    """The last token, one-hot; the states pass through."""
    state = ["L", "B", HIDDEN]
    return _model(
        "decoder",
        [
            helper.make_node("Gather", ["one_hot", "targets"], ["last"], axis=0),
            helper.make_node("Transpose", ["last"], ["outputs"], perm=[0, 2, 1]),
            helper.make_node("Identity", ["target_length"], ["prednet_lengths"]),
            helper.make_node("Identity", ["states.1"], ["states"]),
            helper.make_node("Identity", ["onnx::Slice_3"], ["162"]),
        ],
        [
            helper.make_tensor_value_info("targets", TensorProto.INT32, ["B", "U"]),
            helper.make_tensor_value_info("target_length", TensorProto.INT32, ["B"]),
            helper.make_tensor_value_info("states.1", TensorProto.FLOAT, state),
            helper.make_tensor_value_info("onnx::Slice_3", TensorProto.FLOAT, state),
        ],
        [
            helper.make_tensor_value_info("outputs", TensorProto.FLOAT, ["B", len(TOKENS), "U"]),
            helper.make_tensor_value_info("prednet_lengths", TensorProto.INT32, ["B"]),
            helper.make_tensor_value_info("states", TensorProto.FLOAT, state),
            helper.make_tensor_value_info("162", TensorProto.FLOAT, state),
        ],
        [_constant("one_hot", np.eye(len(TOKENS)))],
    )


def _joiner() -> onnx.ModelProto:
    """Loudness of the bands against a threshold, without the token that was last; two frames a step."""
    out = len(TOKENS) + DURATIONS
    hear = np.zeros((2, out), np.float32)
    hear[0, 0] = hear[1, 1] = 10.0
    again = np.zeros((len(TOKENS), out), np.float32)
    again[0, 0] = again[1, 1] = -100.0
    bias = np.zeros(out, np.float32)
    bias[2] = -100.0
    bias[3] = 6.0  # blank: louder than silence, not than a tone
    bias[len(TOKENS) + 2] = 5.0  # duration 2
    return _model(
        "joiner",
        [
            helper.make_node("Transpose", ["encoder_outputs"], ["heard"], perm=[0, 2, 1]),
            helper.make_node("Transpose", ["decoder_outputs"], ["said"], perm=[0, 2, 1]),
            helper.make_node("MatMul", ["heard", "hear"], ["from_sound"]),
            helper.make_node("MatMul", ["said", "again"], ["from_text"]),
            helper.make_node("Add", ["from_sound", "from_text"], ["sum"]),
            helper.make_node("Add", ["sum", "bias"], ["logits"]),
            helper.make_node("Unsqueeze", ["logits", "axis"], ["outputs"]),
        ],
        [
            helper.make_tensor_value_info("encoder_outputs", TensorProto.FLOAT, ["B", 2, "T"]),
            helper.make_tensor_value_info("decoder_outputs", TensorProto.FLOAT, ["B", len(TOKENS), "U"]),
        ],
        [helper.make_tensor_value_info("outputs", TensorProto.FLOAT, ["B", "T", "U", out])],
        [
            _constant("hear", hear),
            _constant("again", again),
            _constant("bias", bias),
            _constant("axis", [1], np.int64),
        ],
    )
