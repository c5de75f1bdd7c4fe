"""The one-slot mailbox between threads."""

import threading

from app.runtime.mailbox import Mailbox


def test_the_newest_item_wins_and_the_others_are_counted() -> None:
    box: Mailbox[int] = Mailbox()
    for item in (1, 2, 3):
        box.put(item)
    assert (box.take(), box.dropped) == (3, 2)
    box.put(4)
    assert (box.poll(), box.dropped) == (4, 2)


def test_an_empty_mailbox_gives_nothing() -> None:
    box: Mailbox[int] = Mailbox()
    assert box.poll() is None
    assert box.take(timeout_s=0.001) is None


def test_take_waits_for_an_item_of_another_thread() -> None:
    box: Mailbox[int] = Mailbox()
    taken: list[int | None] = []
    reader = threading.Thread(target=lambda: taken.append(box.take()))
    reader.start()
    box.put(7)
    reader.join()
    assert taken == [7]


def test_a_falsy_item_is_an_item() -> None:
    box: Mailbox[int] = Mailbox()
    box.put(0)
    assert box.take() == 0


def test_close_wakes_every_waiting_thread() -> None:
    box: Mailbox[int] = Mailbox()
    taken: list[int | None] = []
    readers = [threading.Thread(target=lambda: taken.append(box.take())) for _ in range(3)]
    for reader in readers:
        reader.start()
    box.close()
    for reader in readers:
        reader.join()
    assert taken == [None, None, None]


def test_what_lay_in_the_slot_can_be_taken_after_close_and_nothing_more() -> None:
    box: Mailbox[int] = Mailbox()
    box.put(1)
    box.close()
    box.close()
    box.put(2)
    assert (box.take(), box.take(), box.poll(), box.dropped) == (1, None, None, 0)


def test_puts_that_race_with_close_are_taken_or_refused_never_stuck() -> None:
    for _ in range(200):
        box: Mailbox[int] = Mailbox()
        taken: list[int] = []

        def take_all(box: Mailbox[int] = box, taken: list[int] = taken) -> None:
            while (item := box.take()) is not None:
                taken.append(item)

        def put_all(box: Mailbox[int] = box) -> None:
            for item in range(20):
                box.put(item)

        threads = [threading.Thread(target=body) for body in (take_all, put_all, box.close)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert taken == sorted(taken)
        assert box.poll() is None


def test_two_writers_lose_nothing_uncounted() -> None:
    box: Mailbox[int] = Mailbox()
    taken: list[int] = []

    def take_all() -> None:
        while (item := box.take()) is not None:
            taken.append(item)

    reader = threading.Thread(target=take_all)
    writers = [threading.Thread(target=lambda: [box.put(n) for n in range(500)]) for _ in range(2)]
    for thread in (reader, *writers):
        thread.start()
    for writer in writers:
        writer.join()
    box.close()
    reader.join()
    assert len(taken) + box.dropped == 1000
