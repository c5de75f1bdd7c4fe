"""The fuzz tests led by coverage, for as long as one likes: what reaches a new line of Poise is tried further.

    pip install atheris
    python -m tests.faults.fuzz_guided settings_of_every_shape -max_total_time=600

The name is that of a test of test_fuzz.py or test_fuzz_recordings.py without `test_`; options that begin with a dash
are libFuzzer's. It ends with the number of inputs, or with the input that was too much.
"""

import sys

import atheris

with atheris.instrument_imports(include=["app"]):
    from tests.faults import test_fuzz, test_fuzz_recordings

TESTS = {
    name.removeprefix("test_"): test
    for module in (test_fuzz, test_fuzz_recordings)
    for name, test in vars(module).items()
    if hasattr(test, "hypothesis")
}


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TESTS:
        sys.exit(f"{__doc__}\nTests: {', '.join(TESTS)}")
    chosen = TESTS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, chosen.hypothesis.fuzz_one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
