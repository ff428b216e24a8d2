"""Runs a command in a terminal of its own and shows what it writes; types Ctrl-C, or sends a signal to it, when it is told to on stdin."""
import os, pty, select, signal, sys

child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
watched = [terminal, sys.stdin.fileno()]
while terminal in watched:
    ready, _, _ = select.select(watched, [], [])
    if sys.stdin.fileno() in ready:
        words = os.read(sys.stdin.fileno(), 1000).decode().split()
        if not words:
            watched.remove(sys.stdin.fileno())
        for word in words:
            if word == "ctrl-c":
                os.write(terminal, b"\x03")
            elif word == "close":
                os.close(terminal)
                watched.remove(terminal)
            else:
                os.kill(child, getattr(signal, word))
    if terminal in ready and terminal in watched:
        try:
            text = os.read(terminal, 65536)
        except OSError:
            text = b""
        if not text:
            watched.remove(terminal)
        os.write(1, text)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
