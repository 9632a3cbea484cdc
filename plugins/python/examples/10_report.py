# SPDX-License-Identifier: Apache-2.0
"""One run with everything it can leave behind: log, result, page, JUnit."""
import hashlib
import pathlib

import chargerig

folder = pathlib.Path("report")
folder.mkdir(exist_ok=True)
log = folder / "session.log"
result = chargerig.Rig("bidirectional/iso20-dynamic-ocpp", log=log, seed=3).run()
(folder / "result.json").write_text(result.json, encoding="utf-8")
(folder / "report.html").write_text(result.html(), encoding="utf-8")
(folder / "junit.xml").write_text(result.junit(), encoding="utf-8")
print(result.verdict, sorted(file.name for file in folder.iterdir()))
assert result.passed and result["seed"] == 3
assert hashlib.sha256(log.read_bytes()).hexdigest() == result.log_sha256
assert result["pistols"][0]["energy_from_vehicle_kWh"] > 0
