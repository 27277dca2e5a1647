# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""A page in headless Chromium, spoken to over its debugging pipe; notes all that goes wrong."""

import base64
import itertools
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class Page:
    """One tab. `errors` are console errors and exceptions, `requests` all addresses asked for."""

    def __init__(self, width=1200, height=1000):
        self.errors = []
        self.requests = []
        self._numbers = itertools.count(1)
        self._buffer = b""
        self._profile = tempfile.mkdtemp(prefix="nexsim-chromium-")
        in_read, self._to = os.pipe()
        self._from, out_write = os.pipe()
        # Chromium reads commands from descriptor 3 and writes answers to 4.
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec 3<&{in_read} 4>&{out_write}; exec "$@"', "chromium", "chromium",
             "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-background-networking", "--remote-debugging-pipe",
             f"--user-data-dir={self._profile}", f"--window-size={width},{height}", "about:blank"],
            pass_fds=(in_read, out_write), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(in_read)
        os.close(out_write)
        target = self._call("Target.createTarget", {"url": "about:blank"}, None)["targetId"]
        self._session = self._call("Target.attachToTarget", {"targetId": target, "flatten": True},
                                   None)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._ask(f"{domain}.enable")

    def close(self):
        """Ends the browser."""
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._to)
        os.close(self._from)
        shutil.rmtree(self._profile, ignore_errors=True)

    def open(self, path):
        """Loads a file, and waits until the document says what it has drawn, or 60 s."""
        self.requests.clear()
        self._ask("Page.navigate", {"url": f"file://{path}"})
        end = time.monotonic() + 60
        while time.monotonic() < end and not self.value("document.documentElement.dataset.drawn"):
            time.sleep(0.1)

    def value(self, expression):
        """Of a JavaScript expression."""
        answer = self._ask("Runtime.evaluate", {"expression": expression, "returnByValue": True})
        return answer["result"].get("value")

    def click(self, selector):
        """With the mouse, in the middle of the first element of the selector."""
        x, y = self.value(f"(e => {{ e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect();"
                          f" return [r.x + r.width / 2, r.y + r.height / 2]; }})"
                          f"(document.querySelector({json.dumps(selector)}))")
        for kind in ("mousePressed", "mouseReleased"):
            self._ask("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "button": "left",
                                                   "clickCount": 1})

    def resize(self, width, height):
        """Of what the page sees of the screen."""
        self._ask("Emulation.setDeviceMetricsOverride",
                  {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def screenshot(self, path):
        """The whole page as a PNG file."""
        answer = self._ask("Page.captureScreenshot", {"captureBeyondViewport": True})
        path.write_bytes(base64.b64decode(answer["data"]))

    def _ask(self, method, parameters=None):
        return self._call(method, parameters or {}, self._session)

    def _call(self, method, parameters, session):
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self._note(answer)

    def _read(self):
        while b"\0" not in self._buffer:
            if not select.select([self._from], [], [], 60)[0]:
                raise TimeoutError("Chromium says nothing")
            part = os.read(self._from, 1 << 20)
            if not part:
                raise RuntimeError("Chromium has ended")
            self._buffer += part
        text, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(text)

    def _note(self, event):
        method, what = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(what["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.errors.append(what["exceptionDetails"].get("exception", {}).get("description", str(what)))
        elif method == "Log.entryAdded" and what["entry"]["level"] in ("error", "warning"):
            self.errors.append(what["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and what["type"] in ("error", "warning", "assert"):
            self.errors.append(str(what["args"]))
