#!/usr/bin/env python3
"""A form, and what was sent with it."""
import html
import os
import sys
from urllib.parse import parse_qs

length = int(os.environ.get("CONTENT_LENGTH") or 0)
form = parse_qs(sys.stdin.buffer.read(length).decode("utf-8", "replace"))
name = html.escape(form.get("name", [""])[0])

print("Content-Type: text/html; charset=utf-8")
print()
print("<!DOCTYPE html>")
print("<title>A form</title>")
print(f"<p>Hello, {name}!</p>" if name else "<p>Who are you?</p>")
print('<form method="post"><input name="name" autofocus> <button>Send</button></form>')
