"""check_reports.py JSONL SARIF [--lossy]: both hold the same findings, and SARIF the structure that code scanning needs.

With --lossy, a path may have bytes that JSON can't hold and that an address can."""

import json
import pathlib
import sys
import urllib.parse

lines = [json.loads(line) for line in pathlib.Path(sys.argv[1]).read_text().splitlines()]
log = json.loads(pathlib.Path(sys.argv[2]).read_text())

findings = [line for line in lines if line["kind"] == "finding"]
verdict = lines[-1]
assert verdict["kind"] == "verdict", verdict
for finding in findings:
    assert len(finding["fingerprint"]) == 32
    print(f"finding {finding['path']}:{finding['line']} {finding['check']} in {finding['function']}")
print(f"verdict {verdict['verdict']}, {verdict['analyzed']} analysed")

assert log["version"] == "2.1.0" and len(log["runs"]) == 1
run = log["runs"][0]
rules = run["tool"]["driver"]["rules"]
assert len({rule["id"] for rule in rules}) == len(rules)
for rule in rules:
    assert rule["shortDescription"]["text"].endswith(".")
    if rule.get("help", {}).get("markdown"):
        print(f"rule {rule['id']} has help")

assert run["columnKind"] == "utf16CodeUnits"
assert len(run["results"]) == len(findings)
for result, finding in zip(run["results"], findings):
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding["check"]
    assert result["message"]["text"] == finding["message"]
    assert result["partialFingerprints"]["asyncFinding/v1"] == finding["fingerprint"]
    place = result["locations"][0]["physicalLocation"]
    artifact, region = place["artifactLocation"], place["region"]
    assert artifact["uriBaseId"] == "%SRCROOT%" and not artifact["uri"].startswith("/")
    assert urllib.parse.unquote(artifact["uri"], errors="replace") == finding["path"]
    assert "--lossy" in sys.argv or "\ufffd" not in finding["path"]
    assert region["startLine"] == finding["line"]
    print(f"result {artifact['uri']} {region['startLine']}:{region['startColumn']}")
    if "codeFlows" in result:
        steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
        assert all(step["location"]["message"]["text"] for step in steps)
        print(f"flow of {len(steps)} steps, related {len(result['relatedLocations'])}")
    assert bool(finding["edits"]) == ("fixes" in result)
    for fix in result.get("fixes", []):
        for change in fix["artifactChanges"]:
            print(f"fix {change['artifactLocation']['uri']}")
            for replacement in change["replacements"]:
                deleted = replacement["deletedRegion"]
                assert (deleted["startLine"], deleted["startColumn"]) <= (deleted["endLine"], deleted["endColumn"])
    assert finding["known"] == ("suppressions" in result)
