"""Fits the five constants of the throughput model on the published rows: `python -m evals.throughput.fit`.

On the logarithm of the error, with a soft loss, so that rows of another layout do not pull the constants. A fit takes
some seconds and needs scipy, which the running program does not.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

from evals.throughput.rows import FITTED, Numbers, Row, offline_rows, predictions, with_fitted
from knowledge.catalogue import FOLDER, load_catalogue
from knowledge.speed import SpeedConstants

# Errors beyond this, as a logarithm, count less and less.
SOFT = 0.3

START = (0.6, 0.7, 0.5, 50.0, 500.0)


def fit(rows: Sequence[Row], constants: SpeedConstants) -> SpeedConstants:
    """The constants that explain the rows best."""
    published = np.log([row.published for row in rows])

    def residuals(logs: Numbers) -> Numbers:
        predicted = np.log(predictions(rows, with_fitted(constants, np.exp(logs).tolist())))
        off: Numbers = np.nan_to_num(predicted - published)
        return off

    found = least_squares(residuals, np.log(START), loss="soft_l1", f_scale=SOFT, xtol=1e-5, ftol=1e-5)
    return with_fitted(constants, [float(f"{value:.4g}") for value in np.exp(found.x)])


def write(constants: SpeedConstants, folder: Path = FOLDER) -> None:
    """Put the fitted constants into their table, and leave its comments."""
    path = folder / "throughput.yaml"
    text = path.read_text(encoding="utf-8")
    for name in FITTED:
        text = re.sub(rf"(?m)^(  {name}: )[0-9.e+-]+", rf"\g<1>{getattr(constants, name):g}", text)
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Fit on all offline rows and write the table."""
    fitted = fit(offline_rows(), load_catalogue().throughput)
    write(fitted)
    print(", ".join(f"{name} {getattr(fitted, name):g}" for name in FITTED))


if __name__ == "__main__":
    main()
