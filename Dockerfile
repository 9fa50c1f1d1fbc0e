FROM python:3.13-slim AS build

WORKDIR /build
COPY requirements/ requirements/

# --require-hashes with --no-deps: what is not in a lock cannot come in. Wheels only, so that no code runs to be installed.
# actions-toolkit's wheel brings its own top-level `tests`.
RUN python -m venv --without-pip /opt/webflow-publish \
    && pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: --requirement requirements/build.txt \
    && pip --python /opt/webflow-publish install --no-cache-dir --no-compile --require-hashes --no-deps \
        --only-binary :all: --requirement requirements/runtime.txt \
    && rm -r /opt/webflow-publish/lib/python3.13/site-packages/tests

COPY pyproject.toml README.md LICENSE ./
COPY src/ src/
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir dist . \
    && pip --python /opt/webflow-publish install --no-cache-dir --no-compile --no-deps dist/*.whl \
    && pip --python /opt/webflow-publish check \
    && python -m compileall -q -j 0 --invalidation-mode unchecked-hash \
        -x '/site-packages/(cffi|pycparser|webflow_publish/(doctor|init|sandbox))/' /opt/webflow-publish/lib

FROM python:3.13-slim

LABEL org.opencontainers.image.title="webflow-publish" \
      org.opencontainers.image.description="Publish Webflow CMS items from a YAML manifest in git" \
      org.opencontainers.image.source="https://github.com/webflow-publish/webflow-publish" \
      org.opencontainers.image.licenses="MIT"

# The base image carries no bytecode: without this, each run would compile the standard library anew and throw it away.
# Left out, here as above, is what the program never imports; a test of the container sees to it that this stays true.
# -B keeps out what only compileall imports.
RUN python -B -m compileall -q -j 0 --invalidation-mode unchecked-hash \
        -x '/(_pyrepl|asyncio|concurrent|ctypes|curses|dbm|ensurepip|idlelib|multiprocessing|pydoc_data|site-packages|\
sqlite3|test|tkinter|tomllib|turtledemo|unittest|venv|wsgiref|xml|xmlrpc)/|/encodings/(cp|iso|mac)|\
/(_header_value_parser|headerregistry|generator|_bootstrap|_bootstrap_external|handlers|server)\.py|\
/(_osx_support|_pydatetime|_pydecimal|_pyio|bdb|cmd|code|compileall|configparser|doctest|filecmp|fileinput|fractions|\
ftplib|imaplib|mailbox|modulefinder|optparse|pdb|pickletools|plistlib|poplib|profile|pstats|pyclbr|pydoc|smtplib|\
socketserver|statistics|symtable|tarfile|trace|tracemalloc|turtle|wave|webbrowser)\.py' /usr/local/lib/python3.13

COPY --from=build /opt/webflow-publish /opt/webflow-publish

# -I keeps the user's checkout, which is the working directory, and PYTHON* variables from supplying modules;
# it also ignores PYTHONUNBUFFERED, hence -u. No USER: GitHub's runner asks for root.
ENTRYPOINT ["/opt/webflow-publish/bin/python", "-I", "-u", "-m", "webflow_publish"]
