"""One browser for all tests of a group: to start it takes as long as many of them."""

from playwright.sync_api import Browser, Playwright, sync_playwright

SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-first-run")  # fmt: skip


class OneBrowser:
    """Begins when it is first asked for. Until it is closed its process can have no other event
    loop, such as those that run notebooks."""

    def __init__(self) -> None:
        self._running: tuple[Playwright, Browser] | None = None

    def get(self, executable: str) -> Browser:
        if self._running is None:
            playwright = sync_playwright().start()
            browser = playwright.chromium.launch(executable_path=executable, args=SWITCHES)
            self._running = playwright, browser
        return self._running[1]

    def close(self) -> None:
        if self._running is not None:
            playwright, browser = self._running
            self._running = None
            browser.close()
            playwright.stop()
