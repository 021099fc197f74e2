"""However an ensemble is cut up and stopped, it comes to the same figures."""

from __future__ import annotations

import tempfile
from functools import partial

from experiments import Firm
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.execution import SerialExecutor
from keiretsu.simulation.ensembles import run_ensemble

RUN = partial(run_ensemble, Firm(), executor=SerialExecutor())
CALLS = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), max_size=4)


@settings(deadline=None)
@given(calls=CALLS, design=st.sampled_from(["sobol", "saltelli"]), seed=st.integers(0, 3))
def test_stopped_anywhere_with_any_batches_the_figures_are_the_same(calls, design, seed):
    ask = partial(RUN, 8, design=design, seed=seed)
    with tempfile.TemporaryDirectory() as whole, tempfile.TemporaryDirectory() as cut:
        for batch, last in calls:
            _stopped(partial(ask, folder=cut, batch=batch), last)
        at_once, in_pieces = ask(folder=whole, batch=1000), ask(folder=cut)
    assert in_pieces.is_done.all()
    assert in_pieces.figures.tobytes() == at_once.figures.tobytes()
    assert in_pieces.values.tobytes() == at_once.values.tobytes()
    assert in_pieces.table().equals(at_once.table())


def _stopped(call, last):
    """Begin or go on, and stop by Ctrl-C as soon as so many runs are done."""

    def stop(done, _):
        if done >= last:
            raise KeyboardInterrupt

    try:
        call(on_progress=stop)
    except KeyboardInterrupt:
        return
