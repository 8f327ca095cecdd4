"""A small LSP client for tests: one server process, one document at a time, no editor."""

import json
import queue
import subprocess
import threading
import time


class Lost(Exception):
    """The server ended or did not answer in time."""


class Server:
    def __init__(self, command, errors):
        self.errors = errors
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
        self.messages = queue.Queue()
        self.ids = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        out = self.process.stdout
        while True:
            length = None
            while (line := out.readline().strip()):
                key, _, value = line.partition(b":")
                if key.lower() == b"content-length":
                    length = int(value)
            if length is None:
                break
            self.messages.put(json.loads(out.read(length)))
        self.messages.put(None)

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Lost(f"the server ended: {self.process.wait(10)}")

    def notify(self, method, params):
        self._send({"method": method, "params": params})

    def request(self, method, params, timeout):
        self.ids += 1
        self._send({"id": self.ids, "method": method, "params": params})
        return self.wait(lambda m: m.get("id") == self.ids and "method" not in m, timeout).get("result")

    def wait(self, wanted, timeout):
        """The next message that `wanted` accepts; the others are dropped."""
        end = time.monotonic() + timeout
        while True:
            try:
                message = self.messages.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise Lost(f"no answer within {timeout} s")
            if message is None:
                raise Lost(f"the server ended with {self.process.wait(10)}")
            if wanted(message):
                return message

    def initialize(self, timeout=30, **options):
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": {},
                                    "initializationOptions": options}, timeout)
        self.notify("initialized", {})

    def diagnostics(self, uri, version, timeout):
        """What the server says about this version of the document."""
        message = self.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics"
                            and m["params"]["uri"] == uri and m["params"].get("version") == version, timeout)
        return message["params"]["diagnostics"]

    def stop(self):
        self.request("shutdown", None, 30)
        self.notify("exit", None)
        return self.process.wait(30)

    def kill(self):
        self.process.kill()
        self.process.wait()
