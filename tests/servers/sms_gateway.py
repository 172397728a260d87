#!/usr/bin/python3
"""A gateway for text messages, for tests: takes POSTs of JSON, or misbehaves.

  sms_gateway.py FOLDER

The port is in FOLDER/port, as with mail_server.py.  Each request is FOLDER/NNNN.request: its line, its
headers in small letters, a blank line, its body.  The end of the path says what is answered: "/200", "/503"
and so on; "/drop" hangs up when it has read the request, "/hang" never answers.  A recipient in the body
that begins with "status-NNN" has that status instead.  Only the standard library.
"""
import http.server
import json
import os
import sys
import threading


class Gateway(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder = ""
    count = 0
    lock = threading.Lock()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        self.keep(body)
        answer = self.path.rsplit("/", 1)[1]
        recipient = json.loads(body).get("to", "")
        if recipient.startswith("status-"):
            answer = recipient[len("status-"):]
        if answer == "drop":
            self.close_connection = True
            return
        if answer == "hang":
            self.rfile.read()
            return
        text = b'{"said":"%s"}' % answer.encode()
        self.send_response(int(answer))
        if answer.startswith("3"):
            self.send_header("Location", "/200")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def keep(self, body):
        with Gateway.lock:
            Gateway.count += 1
            name = os.path.join(Gateway.folder, "%04d.request" % Gateway.count)
        with open(name + ".tmp", "wb") as file:
            file.write(("%s %s\n" % (self.command, self.path)).encode())
            for header, value in self.headers.items():
                file.write(("%s: %s\n" % (header.lower(), value)).encode())
            file.write(b"\n" + body)
        os.rename(name + ".tmp", name)

    def log_message(self, *_):
        pass


def end_with_input():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def main():
    Gateway.folder = sys.argv[1]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.daemon_threads = True
    port = os.path.join(Gateway.folder, "port")
    with open(port + ".tmp", "w", encoding="utf-8") as file:
        file.write("%d\n" % server.server_address[1])
    os.rename(port + ".tmp", port)
    threading.Thread(target=end_with_input, daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
