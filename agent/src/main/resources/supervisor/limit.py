"""Time limit of a program, and the signal that announces its end."""

NEVER = float("inf")


class TimeLimit:
    """Deadlines on a clock that stands still while the machine hibernates.

    Text: the seconds of the limit and of the grace after it, then perhaps the number of a signal and
    the seconds by which it comes before the limit.
    """

    def __init__(self, path, now):
        try:
            with open(path) as file:
                seconds, self.grace, *announced = [int(word) for word in file.read().split()]
        except FileNotFoundError:
            self.ends_at = self.announced_at = NEVER
            return
        self.ends_at = now + seconds
        self.announced_at, self.signal = NEVER, None
        if announced:
            self.signal = announced[0]
            self.announced_at = max(now, self.ends_at - announced[1])

    def next(self):
        return min(self.ends_at, self.announced_at)

    def takes_announcement(self, now):
        """Whether the signal is due; only once."""
        due = now >= self.announced_at
        if due:
            self.announced_at = NEVER
        return due

    def takes_end(self, now):
        """Whether the limit is reached; only once."""
        due = now >= self.ends_at
        if due:
            self.ends_at = NEVER
        return due
