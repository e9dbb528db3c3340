"""pip and uv, the two that fetch packages: find the one, install the other pinned and checked."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from installer.ground import TOOLS, VENV, call, remove, say

UV_VERSION = "0.13.9"
UV_HASHES = (  # of all its wheels: pip takes the one for this system
    "16963d19594e18d746a70c7fce82237bde4f2cac4cfcf0ca2b84796fe9d0c6e9",
    "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25",
    "3eeeb51a267a2144640fcd8f38d4a2f63439b39bc47445fd84727c3fc462c843",
    "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    "56ec37616c00220032fc7b8c9d0ef51367fd0d70d9cd6ddd841660f949f84fed",
    "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63",
    "6a44b2ed8111d2f60d2b92627c5dccda3f7ed7570b18ce115e569cd68c28246b",
    "6b0c7b9f47a5d011939d61e324d3fe18a8bc155d8dd53add738709a92f290a7c",
    "6d5114bba238adddacb32fb11904f2b3ff4e988f8e9ff0d8d3b5e9822cf836b8",
    "7ec1e1dd9b6cb335c301afdf877989df384227313981850755a59561f75e4ab8",
    "a2ee66fe8b6608e1482ab1bde5799da04705c1cb40324c7f66054ecf46ae6e40",
    "a6e845f387e4ed55bb59342957a9179e24a631fcc7668bda3426ae1cef8ed4b9",
    "c16ed11e013557536b3e60065f1b912f6407bd6518e041b961e23ef9e6b4fbf5",
    "c5dbdb7c8737cd183a9dce95b39cfd1f3d54ec2a27a1bb58f160293f9ba2c805",
    "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    "db5c8df7145c21ffea9c0f74e38823bac3af60cbadf0e26b8633f08627b17bab",
    "dd6f4f93ddf8a668c73f0945f3638444b2140a4e15a3912067493fc6335543e4",
    "ecb6028d79dc96fbeafffe5c8af62a7099487ebc05a701e76714eebcffd06375",
    "eeb92051c2123b9730c46b04cc843cfa4bc7d7b0aec56df431a2215ef4cb0273",
)
BORROWED = TOOLS / "debian"
STORES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")


def pip_command() -> list[str] | None:
    """A pip that this Python can run: its own, else the wheel that its makers put beside it; None without."""
    wheel = pip_wheel()
    if wheel is None:
        return None
    return [sys.executable, str(wheel / "pip") if wheel.suffix == ".whl" else str(wheel)]


def pip_wheel() -> Path | None:
    """Where pip lies: a package folder or a wheel."""
    from importlib.util import find_spec

    own = find_spec("pip")
    if own and own.origin:
        return Path(own.origin).parent
    folders = [Path("/usr/share/python-wheels"), BORROWED / "usr/share/python-wheels"]
    if bundle := find_spec("ensurepip"):
        folders += [Path(place) / "_bundled" for place in bundle.submodule_search_locations or ()]
    wheels = [wheel for folder in folders for wheel in sorted(folder.glob("pip-*.whl"))]
    return wheels[-1] if wheels else None


def borrow_pip() -> bool:
    """Take pip's wheel out of Debian's package: needs no rights, and apt checks its signature."""
    BORROWED.mkdir(parents=True, exist_ok=True)
    fetched, _ = call(["apt-get", "download", "python3-pip-whl"], folder=BORROWED)
    for package in BORROWED.glob("*.deb"):
        call(["dpkg-deb", "-x", package, BORROWED])
    return fetched == 0 and pip_wheel() is not None


def certificate_store() -> str | None:
    """The file of certificates that this machine trusts: behind an inspecting proxy no other will do."""
    stores = (os.environ.get("SSL_CERT_FILE"), os.environ.get("PIP_CERT"), *STORES)
    return next((store for store in stores if store and Path(store).is_file()), None)


def pip_environment() -> dict[str, str]:
    """Our environment with the system's certificates, and nothing that sends packages to another place."""
    env = dict(os.environ)
    if (store := certificate_store()) and "REQUESTS_CA_BUNDLE" not in env:
        env.setdefault("PIP_CERT", store)
    return env | {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def find_uv() -> Path | None:
    """The pinned uv that an earlier start installed."""
    places = [TOOLS / UV_VERSION / "bin" / name for name in ("uv", "uv.exe")]
    return next((place for place in places if place.is_file()), None)


def which_uv() -> Path | None:
    """A uv that is on the machine already."""
    import shutil

    found = shutil.which("uv")
    return Path(found) if found else None


def uv_requirement() -> str:
    """The pinned uv for every system it is built for, as pip's hash-checking mode wants it."""
    return " ".join([f"uv=={UV_VERSION}", *(f"--hash=sha256:{each}" for each in UV_HASHES)]) + "\n"


def install_uv(wheelhouse: Path | None) -> Path | None:
    """Install the pinned uv with pip, which checks its hash: its path, or None where that cannot be."""
    pip = pip_command()
    if pip is None:
        return None
    fresh, wanted = TOOLS / f"new-{os.getpid()}", TOOLS / "uv.txt"
    wanted.write_text(uv_requirement())
    options = [
        "install",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
        "--target",
        fresh,
    ]
    ended, said = call([*pip, *options, *from_house(wheelhouse), "-r", wanted], pip_environment())
    if ended:
        say(said, "uv could not be installed; going on without it.")
        return None
    if (TOOLS / UV_VERSION).exists():
        remove(TOOLS / UV_VERSION)
    fresh.rename(TOOLS / UV_VERSION)
    return find_uv()


def from_house(wheelhouse: Path | None) -> list[str]:
    """The options of pip and uv that take packages from a folder only."""
    return ["--no-index", "--find-links", str(wheelhouse)] if wheelhouse else []


def mirror() -> str | None:
    """The package index that this machine's settings of uv or pip name, if any."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return os.environ[name]
    pip = pip_command()
    ended, said = call([*pip, "config", "get", "global.index-url"], pip_environment()) if pip else (1, "")
    return said.splitlines()[-1] if said and not ended else None


def uv_environment(index: str | None) -> dict[str, str]:
    """Our environment with what uv must know here."""
    env = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    env |= {"UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(VENV), "UV_NO_PROGRESS": "1"}
    store = certificate_store()
    if store and store not in STORES:
        env.setdefault("SSL_CERT_FILE", store)
    if store or sys.platform != "linux":  # a bare Debian has none, then uv's own must do
        env.setdefault("UV_SYSTEM_CERTS", "1")
        env.setdefault("UV_NATIVE_TLS", "1")  # the older name
    if index:
        env["UV_DEFAULT_INDEX"] = index
    return env


def pinned(lock: dict[str, Any], holds: Callable[[str], bool], extras: Sequence[str] = ()) -> list[str]:
    """The lines `name==version --hash=...` of all that this machine needs of uv.lock, dev tools included.

    `holds` evaluates a marker, `extras` are parts of the project to take as well. Packages are followed from the
    project through their dependencies and extras.
    """
    packages: dict[str, list[dict[str, Any]]] = {}
    for package in lock["package"]:
        packages.setdefault(package["name"], []).append(package)
    project = packages["loket"][0]
    parts = [link for extra in extras for link in project["optional-dependencies"][extra]]
    ahead = [*project["dependencies"], *project["dev-dependencies"]["dev"], *parts]
    lines: dict[tuple[str, str], str] = {}
    followed: set[tuple[str, str]] = set()
    while ahead:
        link = ahead.pop()
        if "marker" in link and not holds(link["marker"]):
            continue
        found = [
            each for each in packages[link["name"]] if each["version"] == link.get("version", each["version"])
        ]
        package = found[0]
        key = (package["name"], package["version"])
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        lines[key] = " ".join(["==".join(key), *(f"--hash={file['hash']}" for file in files)])
        for extra in ("", *link.get("extra", [])):
            if (package["name"], extra) not in followed:
                followed.add((package["name"], extra))
                more = package.get("optional-dependencies", {}).get(extra, [])
                ahead += more if extra else package.get("dependencies", [])
    return [lines[key] for key in sorted(lines)]
