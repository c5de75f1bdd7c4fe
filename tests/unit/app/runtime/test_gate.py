"""The gate that a pause shuts."""

import threading

from app.runtime.gate import Gate


def _gate() -> Gate:
    return Gate(threading.RLock())


def test_an_open_gate_lets_an_action_through() -> None:
    done: list[int] = []
    assert _gate().pass_through(lambda: done.append(1), wait=False)
    assert done == [1]


def test_while_paused_an_action_that_does_not_wait_is_left_out() -> None:
    gate = _gate()
    gate.pause(True)
    done: list[int] = []
    assert not gate.pass_through(lambda: done.append(1), wait=False)
    gate.pause(False)
    assert gate.pass_through(lambda: done.append(2), wait=False)
    assert done == [2]


def test_an_action_that_waits_runs_at_the_end_of_the_pause() -> None:
    gate = _gate()
    gate.pause(True)
    done = threading.Event()
    waiter = threading.Thread(target=lambda: gate.pass_through(done.set, wait=True))
    waiter.start()
    assert not done.is_set()
    gate.pause(False)
    waiter.join()
    assert done.is_set()


def test_close_lets_everybody_go_without_running_anything() -> None:
    gate = _gate()
    gate.pause(True)
    done = threading.Event()
    answers: list[bool] = []
    waiters = [
        threading.Thread(target=lambda: answers.append(gate.pass_through(done.set, wait=True))),
        threading.Thread(target=lambda: answers.append(gate.wait_open())),
    ]
    for waiter in waiters:
        waiter.start()
    gate.close()
    for waiter in waiters:
        waiter.join()
    assert answers == [False, False]
    gate.pause(False)
    assert not gate.pass_through(done.set, wait=False)
    assert not done.is_set()


def test_a_pause_waits_for_the_action_under_way() -> None:
    gate = _gate()
    inside, leave = threading.Event(), threading.Event()
    order: list[str] = []

    def action() -> None:
        inside.set()
        leave.wait(20)
        order.append("action")

    def pause() -> None:
        gate.pause(True)
        order.append("paused")

    actor = threading.Thread(target=lambda: gate.pass_through(action, wait=False))
    actor.start()
    assert inside.wait(20)
    pauser = threading.Thread(target=pause)
    pauser.start()
    leave.set()
    actor.join()
    pauser.join()
    assert order == ["action", "paused"]


def test_while_paused_one_action_may_pass_and_only_the_one_that_says_it_did() -> None:
    gate = _gate()
    gate.pause(True)
    gate.let_one_pass()
    assert not gate.pass_through(lambda: False, wait=True)  # an old picture: it does not count
    assert gate.pass_through(lambda: True, wait=True)
    assert not gate.pass_through(lambda: True, wait=False)


def test_an_open_gate_keeps_no_leave_for_the_next_pause() -> None:
    gate = _gate()
    gate.let_one_pass()
    gate.pause(True)
    assert not gate.pass_through(lambda: True, wait=False)
