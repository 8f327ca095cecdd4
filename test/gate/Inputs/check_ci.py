"""check_ci.py JUNIT GITLAB: reads both as CI systems do, and prints what they say."""

import json
import sys
import xml.etree.ElementTree

suites = xml.etree.ElementTree.parse(sys.argv[1]).getroot()
assert suites.tag == "testsuites"
for suite in suites:
    cases = suite.findall("testcase")
    assert len(cases) == int(suite.get("tests")) > 0, suite.get("name")
    for tag, attribute in [("failure", "failures"), ("error", "errors"), ("skipped", "skipped")]:
        assert len(suite.findall(f"testcase/{tag}")) == int(suite.get(attribute)), suite.get("name")
    for case in cases:
        outcome = case[0].tag if len(case) else "passed"
        name = case.get("file") or case.get("name")
        line = f":{case.get('line')}" if case.get("line") else ""
        why = f": {case[0].get('message')}" if outcome in ("error", "skipped") else ""
        print(f"{suite.get('name')}: {outcome} {name}{line}{why}")

issues = json.load(open(sys.argv[2]))
assert len({issue["fingerprint"] for issue in issues}) == len(issues)
for issue in issues:
    assert issue["description"] and issue["severity"] in ("info", "minor", "major", "critical", "blocker")
    location = issue["location"]
    assert not location["path"].startswith(("/", "./"))
    print(f"issue {issue['severity']} {location['path']}:{location['lines']['begin']} {issue['check_name']}")
