#!/bin/sh
# What every CGI script does: a head, an empty line, and content.
echo "Content-Type: text/plain; charset=utf-8"
echo
echo "Hello from a shell script."
echo "You asked for $REQUEST_URI, and you are $REMOTE_ADDR."
