"""What Spark needs before it starts, told in one sentence where it is missing."""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

from dbt_customer_segments_plugin.failures import SparkError

JAVA = (17, 21)
"""Versions of Java that Spark 4 is made for."""
SECONDS = 5.0


def require_java() -> None:
    """Find the Java that PySpark would start.

    Raises
    ------
    SparkError
        Where there is none, or one of another version.
    """
    remedy = "Install Java 17 or 21, and let JAVA_HOME name its folder."
    home = os.environ.get("JAVA_HOME")
    found = str(Path(home) / "bin" / "java") if home else "java"
    java = shutil.which(found)
    if java is None:
        got = f"JAVA_HOME={home} without bin/java" if home else "neither JAVA_HOME nor java on PATH"
        raise SparkError(f"customer_segments: Spark needs Java, got {got}. {remedy}")
    done = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    said = done.stderr + done.stdout
    version = re.search(r'version "(1\.)?(\d+)', said)
    if version is None or int(version[2]) not in JAVA:
        got = f"Java {version[2]}" if version else f"'{said.strip()[:60]}'"
        raise SparkError(
            f"customer_segments: Spark needs Java 17 or 21, got {got} at {java}. {remedy}"
        )


def require_master(master: str) -> None:
    """Knock at the door of a standalone master; of several, one must open.

    Spark itself tries for a minute, and then stops with a message about a stopped context.

    Raises
    ------
    SparkError
        Where nobody listens.
    """
    if not master.startswith("spark://"):
        return
    refusals = []
    for place in master.removeprefix("spark://").split(","):
        host, _, port = place.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), SECONDS).close()
        except (OSError, ValueError) as refusal:
            refusals.append(f"{place}: {refusal}")
        else:
            return
    raise SparkError(
        f"customer_segments: no Spark master answers at {master}, got {'; '.join(refusals)}. Start "
        "it, or correct the target's spark.master (SEGMENTS_SPARK_MASTER): spark://host:port, or "
        "local[*] for this machine."
    )
