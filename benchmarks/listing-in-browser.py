"""The checks of listing-in-browser: PORT, DIRECTORY that is served, PROFILE of the browser, DIRECTORY FOR PICTURES if wanted."""
import base64
import collections
import os
import statistics
import sys
import urllib.request

from chromium import Chromium

port, site, profile = sys.argv[1:4]
pictures = sys.argv[4] if len(sys.argv) > 4 else None
base = f"http://127.0.0.1:{port}/"

HOSTILE = [
    "<script>document.title=1<", "\"><img src=x onerror=alert(1)>", "'onmouseover='alert(1)'", "&lt;b&gt;", "<b>bold<b>",
    "\" onfocus=\"alert(1)\" autofocus=\"", "javascript:alert(1)", "data:text,html", "http:", "--version", "-rf", "a\nb",
    "tab\there", "\x1b[31m", "\x7f\x85", "exe\u202egpj.txt", "\u2066x\u2069", "\u2028", "  two  spaces ", "100%", "%2e%2e",
    "a?b#c", "a+b;c=d,e@f", "~home", "-->", "<!--", "]]>", "${x}", "\U0001f600", "\u05e9\u05dc\u05d5\u05dd.txt", "\ue000",
    "x\" style=\"color:red", "a very long name " * 10,
]
failures = 0


def check(sentence, passed, seen=None):
    global failures
    failures += not passed
    print(("ok    " if passed else "FAILED") + f" {sentence}" + ("" if passed or seen is None else f": {seen!r}"))


def write(path, size=0, content=None, modified=None):
    path = os.path.join(site, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content) if content is not None else file.truncate(size)
    if modified:
        os.utime(path, (modified, modified))


def make_site():
    for name in HOSTILE:
        write("hostile/" + name, content=name.encode())
    for number in range(10_000):
        kind = ("backup", "data", "Image", "log", "report")[number * 7 % 5]
        if number % 20 == 0:
            os.makedirs(f"{site}/many/{kind}-{number:05}")
        else:
            write(f"many/{kind}-{number:05}.txt", number * 977, modified=1_000_000_000 + number * 70_000)
    for number in range(500):
        write(f"several-hundred/{number:03}.txt")
    os.makedirs(f"{site}/empty")
    os.makedirs(f"{site}/releases/1.2")
    os.symlink("1.2", f"{site}/releases/latest")
    for number, (name, size) in enumerate({"CHANGES.txt": 8731, "demo-1.0.jar": 21_840_113, "demo-1.1.jar": 22_610_507,
                                           "demo-1.2.jar": 23_001_442, "manual.pdf": 1_204_002, "SHA256SUMS": 312}.items()):
        write("releases/" + name, size, modified=1_760_000_000 + number * 3_000_000)
    for name in ("1.2", "latest"):
        os.utime(f"{site}/releases/{name}", (1_775_000_000, 1_775_000_000))
    for directory in ("2024", "images", "Release notes"):
        os.makedirs(f"{site}/docs/guide/{directory}")
    os.symlink("Release notes", f"{site}/docs/guide/latest")
    os.symlink("README.md", f"{site}/docs/guide/link.md")
    for number, (name, size) in enumerate({
            "README.md": 1834, "archive.tar.gz": 734_003_200, "photo.jpg": 3_210_987, "\u00e4 \u00f6 \u00fc.txt": 0, "0": 1,
            "a name that somebody made of the whole title of a paper (final, version 3).pdf": 2_400_000}.items()):
        write("docs/guide/" + name, size, modified=1_600_000_000 + number * 20_000_000)


make_site()
browser = Chromium(profile, os.environ.get("CHROMIUM", "chromium"))


def show(path, width=1100, height=900, dark=False, script=True):
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)
    browser.call("Emulation.setEmulatedMedia",
                 features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
    browser.call("Emulation.setScriptExecutionDisabled", value=not script)
    browser.open(base + path)


def picture(name):
    if pictures:
        os.makedirs(pictures, exist_ok=True)
        with open(f"{pictures}/{name}.png", "wb") as file:
            file.write(base64.b64decode(browser.call("Page.captureScreenshot", format="png")["data"]))


def names():
    return browser.evaluate("Array.from(document.querySelectorAll('.entries tr:not([hidden]) a'), (a) => a.textContent)")


def check_hostile_names():
    show("hostile/")
    picture("hostile")
    elements = browser.evaluate("Array.from(document.querySelectorAll('main *'), (e) => e.localName)")
    known = {"nav", "ol", "li", "a", "h1", "p", "label", "input", "output", "table", "caption", "thead", "tbody", "tr", "th",
             "td", "time"}
    check("no name is an element", set(elements) <= known, set(elements) - known)
    check("no name is an attribute", browser.evaluate(
        "Array.from(document.querySelectorAll('td, td *')).every((e) => Array.from(e.attributes)"
        ".every((a) => ['href', 'class', 'datetime'].includes(a.name)))"))
    check("every name has one row", len(names()) == len(HOSTILE), len(names()))
    links = browser.evaluate("Array.from(document.querySelectorAll('.entries a'), (a) => a.href)")
    contents = [urllib.request.urlopen(link, timeout=10).read().decode() for link in links]
    check("every link leads to its file", sorted(contents) == sorted(HOSTILE), set(HOSTILE) ^ set(contents))
    check("the title is that of the page", browser.evaluate("document.title") == "Directory listing for /hostile/")


def check_sorting():
    show("docs/guide/")
    picture("light")
    by_name = names()
    check("directories come first", [name[-1] == "/" for name in by_name] == [True] * 4 + [False] * 7, by_name)
    browser.call("Runtime.evaluate", expression="document.querySelector('th:nth-child(2) a').click()")
    browser.wait_for_load()
    check("a click on Size shows the largest first", names()[4] == "archive.tar.gz", names())
    check("the column says so", browser.evaluate("document.querySelector('th:nth-child(2)').ariaSort") == "descending")
    show("docs/guide/?sort=modified&order=desc", dark=True)
    picture("dark")


def make_pictures_of_the_documentation():
    for dark in (False, True):
        show("releases/", 720, 580, dark)
        picture("listing-dark" if dark else "listing-light")


def check_colors():
    contrast = """(() => {
        const channels = (color) => color.match(/[\\d.]+/g).slice(0, 3).map((c) => c / 255)
            .map((c) => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
        const light = (color) => channels(color).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
        const page = light(getComputedStyle(document.body).backgroundColor);
        return Array.from(document.querySelectorAll("h1, nav a, nav li, label, caption, th a, td a, td + td, small"), (e) => {
            const [low, high] = [page, light(getComputedStyle(e).color)].sort((a, b) => a - b);
            return (high + .05) / (low + .05);
        }).reduce((a, b) => Math.min(a, b));
    })()"""
    for dark in (False, True):
        show("docs/guide/", dark=dark)
        worst = browser.evaluate(contrast)
        check(f"text has a contrast of 4.5 and more {'in the dark' if dark else 'in the light'} ({worst:.1f})", worst >= 4.5)


def check_width():
    for width in (320, 390, 768):
        for path in ("docs/guide/", "hostile/"):
            show(path, width)
            seen = browser.evaluate("document.documentElement.scrollWidth")
            check(f"{path} fits {width} pixels", seen <= width, seen)
    show("docs/guide/", 390, 844)
    picture("narrow")
    show("docs/guide/", 390, 844, dark=True)
    picture("narrow-dark")
    show("empty/", 800, 400)
    picture("empty")
    check("an empty directory says so", "This directory is empty." in browser.evaluate("document.body.innerText"))


def check_access():
    show("docs/guide/")
    # Rows are laid out with the first frame.
    browser.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    roles = collections.Counter(node["role"]["value"] for node in nodes if not node["ignored"])
    check("assistive technology sees a table", roles["table"] == 1 and roles["columnheader"] == 3 and roles["row"] == 13, roles)
    show("several-hundred/")
    browser.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    rows = sum(node["role"]["value"] == "row" and not node["ignored"] for node in nodes)
    check("and all rows of several hundred", rows == 502, rows)
    named = [node["name"]["value"] for node in nodes if node.get("role", {}).get("value") == "searchbox"]
    check("the field has a label", named == ["Filter by name"], named)
    for kind in ("keyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
    check("the focus is seen", browser.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid")


def check_without_script():
    show("docs/guide/?sort=size", script=False)
    picture("without-script")
    check("without scripts the field is hidden", browser.evaluate("document.querySelector('.filter').offsetHeight") == 0)
    check("without scripts all rows are there", len(names()) == 11, names())


def check_many():
    timings = """new Promise((done) => requestAnimationFrame(() => setTimeout(() => {
        const load = performance.getEntriesByType("navigation")[0];
        const paint = performance.getEntriesByName("first-contentful-paint")[0];
        done([load.responseStart, paint.startTime, load.domComplete].map(Math.round));
    })))"""
    filtering = """(async () => {
        const input = document.getElementById("filter");
        const results = [];
        for (const text of ["r", "rep", "report-09", "", "image", "", "no such name", ""]) {
            const start = performance.now();
            input.value = text;
            input.dispatchEvent(new Event("input"));
            document.body.offsetHeight;
            const laidOut = performance.now() - start;
            await new Promise((frame) => requestAnimationFrame(() => setTimeout(frame)));
            results.push([text, Math.round(laidOut), Math.round(performance.now() - start),
                document.querySelector("output").value]);
        }
        return results;
    })()"""
    for _ in range(5):
        show("many/")
        first_byte, paint, complete = browser.evaluate(timings)
        print(f"       10,000 entries: first byte {first_byte} ms, first paint {paint} ms, complete {complete} ms")
    check("10,000 entries are complete within a second", complete - first_byte < 1000, complete)
    results = browser.evaluate(filtering)
    for text, laid_out, painted, shown in results:
        print(f"       filter {text!r}: laid out {laid_out} ms, next frame {painted} ms, {shown!r}")
    check("the filter takes less than a quarter of a second, as a rule", statistics.median(r[2] for r in results) < 250)
    counts = [shown for _, _, _, shown in results]
    expected = sum(1 for name in os.listdir(f"{site}/many") if "report-09" in name)
    check("the filter counts", counts[2] == f"{expected} of 10,000" and counts[6] == "0 of 10,000" and counts[7] == "", counts)
    browser.evaluate("document.getElementById('filter').value = 'REPORT-09'; "
                     "document.getElementById('filter').dispatchEvent(new Event('input'))")
    check("the filter shows what matches, in any case",
          len(names()) == expected and all("report-09" in name for name in names()))
    picture("many-filtered")


try:
    for step in (check_hostile_names, check_sorting, make_pictures_of_the_documentation, check_colors, check_width, check_access,
                 check_without_script, check_many):
        step()
    check("the console is empty", not browser.messages, browser.messages)
finally:
    browser.close()
sys.exit(1 if failures else 0)
