"""A state machine of random events, each sequence on a copy of the office that is thrown away."""

import itertools
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import copy_of_the_office
from workstation.embedded import Cluster

_NAMES = itertools.count()


def run_on_copies(machine: Any, cluster: Cluster, template: str, *, examples: int, steps: int) -> None:
    """Run `examples` sequences of up to `steps` events; the machine finds its copy in `office`."""

    class OnCopy(machine):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self._copy = copy_of_the_office(cluster, template, f"machine_{next(_NAMES)}")
            self.office = self._copy.__enter__()

        def teardown(self) -> None:
            try:
                super().teardown()
            finally:
                self._copy.__exit__(None, None, None)

    run_state_machine_as_test(
        OnCopy,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
