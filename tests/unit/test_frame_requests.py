"""Rules for what a player asks of its viewer while the item stands."""

from __future__ import annotations

from ui.player.frame_requests import FrameRequests


class Asked:
    """Notes what is asked for, and stands at a time."""

    def __init__(self) -> None:
        self.requests: list[tuple[int, int]] = []
        self.here = 0

    def __call__(self, t_ns: int, steps: int) -> int:
        self.requests.append((t_ns, steps))
        return len(self.requests)


def test_of_what_is_asked_for_meanwhile_only_the_newest_counts() -> None:
    asked = Asked()
    requests = FrameRequests(asked, lambda: asked.here)
    for t_ns in (1, 2, 3, 4):
        requests.want(t_ns)
    requests.answered()
    assert asked.requests == [(1, 0), (4, 0)]
    requests.answered()
    assert requests.number is None


def test_steps_that_wait_add_up_and_are_taken_from_where_it_stands_then() -> None:
    asked = Asked()
    requests = FrameRequests(asked, lambda: asked.here)
    for count in (1, 1, 1, -1):
        requests.step(count)
    asked.here = 40
    requests.answered()
    assert asked.requests == [(0, 1), (40, 1)]
    assert requests.steps


def test_a_seek_takes_the_place_of_steps_that_wait() -> None:
    asked = Asked()
    requests = FrameRequests(asked, lambda: asked.here)
    requests.step(1)
    requests.step(1)
    requests.want(90)
    requests.answered()
    assert asked.requests[-1] == (90, 0)
    assert not requests.steps


def test_what_waits_goes_before_the_exact_picture_of_an_older_look() -> None:
    asked = Asked()
    requests = FrameRequests(asked, lambda: asked.here)
    requests.want(1)
    requests.go_on()
    assert requests.number == 1
    requests.want(2)
    requests.go_on()
    assert (requests.number, asked.requests[-1]) == (2, (2, 0))


def test_what_is_forgotten_is_not_asked_for_later() -> None:
    asked = Asked()
    requests = FrameRequests(asked, lambda: asked.here)
    requests.want(1)
    requests.want(2)
    requests.forget()
    requests.answered()
    assert asked.requests == [(1, 0)]
