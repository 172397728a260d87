#!/usr/bin/python3
"""A mail server for tests: takes mail over SMTP, or misbehaves in every way that a real one does.

  mail_server.py FOLDER [--certificate FILE --key FILE] [--tls] [--user NAME --password TEXT]
                 [--require-tls] [--messages-per-connection N]

It listens on a free port of the loopback interface and writes the port into FOLDER/port once it does.
Each message that it has said it takes, and only those, is FOLDER/NNNN.eml with its envelope in the first
lines (MAIL FROM, RCPT TO) and the message as it came, dots undone.  FOLDER/log has every command, logins
without their secrets.  It runs until it is ended or its standard input is closed.

What it does with a message is told by the recipient's local part, so that one run can see it all:

  defer...           451 at RCPT TO                 drop-rcpt...      hangs up at RCPT TO
  refuse...          550 at RCPT TO                 drop-data...      hangs up within the message
  refuse-message...  554 after the dot              drop-verdict...   takes the message, hangs up
  defer-message...   451 after the dot              lose-message...   hangs up after the dot, takes it not
  hang-rcpt...       never answers RCPT TO          hang-verdict...   takes the message, never answers
  closing...         421 at RCPT TO, and hangs up

FOLDER/mood, if it is there, has a line that changes everything: "refuse-sender" (550 at MAIL FROM),
"refuse-all" (550 at every RCPT TO), "hang-greeting", "no-starttls", "drop-greeting".

Only the standard library, because a test must run where nothing else is installed.
"""
import argparse
import base64
import os
import socket
import ssl
import sys
import threading

LOCK = threading.Lock()


class Folder:
    def __init__(self, path):
        self.path = path
        self.count = 0

    def file(self, name):
        return os.path.join(self.path, name)

    def log(self, line):
        with LOCK, open(self.file("log"), "a", encoding="utf-8", errors="replace") as log:
            log.write(line + "\n")

    def keep(self, sender, recipient, message):
        with LOCK:
            self.count += 1
            name = self.file("%04d.eml" % self.count)
            with open(name + ".tmp", "wb") as file:
                file.write(b"MAIL FROM %s\nRCPT TO %s\n" % (sender.encode(), recipient.encode()))
                file.write(message)
            os.rename(name + ".tmp", name)

    def mood(self):
        try:
            with open(self.file("mood"), encoding="utf-8") as file:
                return file.read().strip()
        except FileNotFoundError:
            return ""


class HangUp(Exception):
    pass


class Conversation:
    def __init__(self, connection, options, folder):
        self.connection = connection
        self.options = options
        self.folder = folder
        self.encrypted = options.tls
        self.logged_in = not options.user
        self.sender = None
        self.recipient = None
        self.taken = 0

    def say(self, line):
        self.connection.sendall(line.encode() + b"\r\n")

    def hear(self):
        line = b""
        while not line.endswith(b"\n"):
            byte = self.connection.recv(1)
            if not byte:
                raise HangUp
            line += byte
        return line.rstrip(b"\r\n").decode("utf-8", "replace")

    def wait_for_ever(self):
        while self.connection.recv(4096):
            pass
        raise HangUp

    def run(self):
        if self.options.tls:
            self.encrypt()
        mood = self.folder.mood()
        if mood == "hang-greeting":
            self.wait_for_ever()
        if mood == "drop-greeting":
            raise HangUp
        self.say("220 mail.test ESMTP")
        while True:
            line = self.hear()
            verb = line.split(" ")[0].upper()
            self.folder.log("AUTH" if verb == "AUTH" else line)
            action = getattr(self, "do_" + verb.lower(), None)
            if action is None:
                self.say("502 5.5.1 unknown command")
            else:
                action(line)

    def encrypt(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.options.certificate, self.options.key)
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.encrypted = True

    def do_ehlo(self, _):
        offers = ["mail.test", "SIZE 1000000", "8BITMIME", "ENHANCEDSTATUSCODES"]
        starttls = self.options.certificate and not self.encrypted
        if starttls and self.folder.mood() != "no-starttls":
            offers.append("STARTTLS")
        if self.options.user:
            offers.append("AUTH PLAIN LOGIN")
        for offer in offers[:-1]:
            self.say("250-" + offer)
        self.say("250 " + offers[-1])

    def do_helo(self, _):
        self.say("250 mail.test")

    def do_starttls(self, _):
        self.say("220 2.0.0 go ahead")
        self.encrypt()

    def do_auth(self, line):
        words = line.split(" ")
        if words[1].upper() == "PLAIN":
            if len(words) < 3:
                self.say("334 ")
                words.append(self.hear())
            _, user, password = base64.b64decode(words[2]).split(b"\0")
        else:
            user = self.prompt("VXNlcm5hbWU6") if len(words) < 3 else base64.b64decode(words[2])
            password = self.prompt("UGFzc3dvcmQ6")
        wanted = (self.options.user.encode(), self.options.password.encode())
        self.logged_in = (user, password) == wanted
        self.say("235 2.7.0 welcome" if self.logged_in else "535 5.7.8 authentication failed")

    def prompt(self, question):
        self.say("334 " + question)
        return base64.b64decode(self.hear())

    def do_mail(self, line):
        if not self.logged_in:
            return self.say("530 5.7.0 authentication required")
        if self.options.require_tls and not self.encrypted:
            return self.say("530 5.7.0 must issue a STARTTLS command first")
        if self.options.messages_per_connection and self.taken >= self.options.messages_per_connection:
            self.say("421 4.7.0 too many messages on this connection")
            raise HangUp
        if self.folder.mood() == "refuse-sender":
            return self.say("550 5.7.1 sender rejected")
        self.sender = line[len("MAIL FROM:"):].split(">")[0].lstrip("<")
        self.say("250 2.1.0 fine")

    def do_rcpt(self, line):
        self.recipient = line[len("RCPT TO:"):].split(">")[0].lstrip("<")
        name = self.recipient.split("@")[0]
        if self.folder.mood() == "refuse-all" or (name.startswith("refuse") and "message" not in name):
            return self.say("550 5.1.1 no such user here")
        if name.startswith("defer") and "message" not in name:
            return self.say("451 4.7.1 greylisted, come again later")
        if name.startswith("closing"):
            self.say("421 4.3.2 closing down")
            raise HangUp
        if name.startswith("drop-rcpt"):
            raise HangUp
        if name.startswith("hang-rcpt"):
            self.wait_for_ever()
        self.say("250 2.1.5 fine")

    def do_data(self, _):
        self.say("354 go on")
        name = self.recipient.split("@")[0]
        message = []
        while True:
            line = self.hear()
            if name.startswith("drop-data"):
                raise HangUp
            if line == ".":
                break
            message.append(line[1:] if line.startswith(".") else line)
        if name.startswith("lose-message"):
            raise HangUp
        if name.startswith("refuse-message"):
            return self.say("554 5.6.0 message refused")
        if name.startswith("defer-message"):
            return self.say("451 4.3.0 try again later")
        self.folder.keep(self.sender, self.recipient, "\r\n".join(message).encode() + b"\r\n")
        self.taken += 1
        if name.startswith("drop-verdict"):
            raise HangUp
        if name.startswith("hang-verdict"):
            self.wait_for_ever()
        self.say("250 2.0.0 taken as %04d" % self.folder.count)

    def do_rset(self, _):
        self.say("250 2.0.0 fine")

    def do_noop(self, _):
        self.say("250 2.0.0 fine")

    def do_quit(self, _):
        self.say("221 2.0.0 bye")
        raise HangUp


def serve(connection, options, folder):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    conversation = Conversation(connection, options, folder)
    try:
        conversation.run()
    except (HangUp, OSError):
        pass
    finally:
        conversation.connection.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--require-tls", action="store_true")
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--messages-per-connection", type=int, default=0)
    options = parser.parse_args()
    folder = Folder(options.folder)

    server = socket.create_server(("127.0.0.1", 0))
    with open(folder.file("port.tmp"), "w", encoding="utf-8") as file:
        file.write("%d\n" % server.getsockname()[1])
    os.rename(folder.file("port.tmp"), folder.file("port"))
    threading.Thread(target=end_with_input, daemon=True).start()
    while True:
        connection, _ = server.accept()
        threading.Thread(target=serve, args=(connection, options, folder), daemon=True).start()


def end_with_input():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
