"""Another embedder for the search: any sentence-transformers model on this machine.

Nothing is downloaded. What the model is, its files say: the index of each lies apart. torch is loaded only here, and
only when such an embedder is opened.
"""

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.encoder import Encoder, EncoderMissing, Vectors
from knowledge.search.prepared import Prepared

SETTING = "ADVISOR_EMBEDDER"

# A model has one of the first, and at least one of the second; only these say what it makes of a text.
DESCRIBED = ("modules.json", "config.json")
WEIGHTS = (".safetensors", ".bin")
CONTENT = (*WEIGHTS, ".json", ".txt", ".model")
ELSEWHERE = frozenset({"onnx", "openvino"})
"""Folders with the same weights for other programs."""


class Embedder:
    """A sentence-transformers model in a folder; texts come out as vectors of unit length, without prompts."""

    def __init__(self, folder: Path) -> None:
        self.key = embedder_key(folder)
        self._encoding = threading.Lock()  # its tokenizer cannot be used by two threads at once
        try:
            from sentence_transformers import SentenceTransformer

            self._model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
            self.encode(["a probe"])
        except Exception as error:
            reason = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise EncoderMissing(
                f"The embedder in {folder} cannot be loaded ({reason}). Give {SETTING} another model, or leave it out."
            ) from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length for each text, in the order given."""
        with self._encoding:
            rows = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, np.float32)


def open_embedder(name: str | None, encoder: Encoder) -> Prepared | Embedder:
    """The embedder of the search: the model that is named, or else the reader's encoder."""
    return Embedder(embedder_folder(name)) if name else Prepared(encoder)


def key_of(name: str | None) -> str:
    """The key under which the index of an embedder lies; empty for the default one."""
    return embedder_key(embedder_folder(name)) if name else ""


def embedder_folder(name: str) -> Path:
    """The folder of a model that is named by its folder, or as on the hub where it is in the local cache."""
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _cached(name)
    described = any((folder / each).is_file() for each in DESCRIBED)
    if not described or not any(path.suffix in WEIGHTS and path.stat().st_size for path in _content(folder)):
        raise EncoderMissing(
            f"{SETTING}={name!r} is no sentence-transformers model: "
            f"{folder} lacks {' or '.join(DESCRIBED)}, or weights."
        )
    return folder


def embedder_key(folder: Path) -> str:
    """Twelve digits that change with anything the model is made of, and not with where it lies."""
    digest = hashlib.sha256()
    for path in _content(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]


def _content(folder: Path) -> list[Path]:
    """The files that make up the model, in a fixed order."""
    found = (path for path in folder.rglob("*") if path.suffix in CONTENT and path.is_file())
    return sorted(path for path in found if not ELSEWHERE & set(path.relative_to(folder).parts))


def _cached(name: str) -> Path:
    from huggingface_hub import snapshot_download

    wanted = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(wanted, local_files_only=True))
    except (OSError, ValueError) as error:
        raise EncoderMissing(
            f"{SETTING}={name!r} is neither a folder nor a model in the local cache, and nothing is downloaded. "
            f"Give the folder of a sentence-transformers model, or fetch it once with `hf download {wanted}`."
        ) from error
