"""A tree of many small files: 100 in each directory, and 100 directories in each."""
from site_files import KIB, text

FANOUT = 100


def name(index):
    return f"{index // FANOUT // FANOUT}/{index // FANOUT % FANOUT}/{index % FANOUT}.html"


def steps(most):
    count = 10
    while count < most:
        yield count
        count *= 10
    yield most


def lua(count, seed="42"):
    """Asks for all of them at random: the same ones in each run, unless the seed differs."""
    return f"""
init = function(args)
  math.randomseed({seed})
  request = function()
    local i = math.random(0, {count - 1})
    return "GET /" .. math.floor(i / {FANOUT * FANOUT}) .. "/" .. math.floor(i / {FANOUT}) % {FANOUT} .. "/"
      .. i % {FANOUT} .. ".html HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\n\\r\\n"
  end
end
"""


class FileTree:
    def __init__(self, directory):
        self.directory = directory
        directory.mkdir()
        self.count = 0

    def grow(self, count):
        content = text(KIB, 5)
        for i in range(self.count, count):
            file = self.directory / name(i)
            if i % FANOUT == 0:
                file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        self.count = count
