/// Test cases in the XML that build servers read (JUnit's, as Ant wrote it first).
struct JUnitXML {
    let suite: String
    let cases: [Case]

    struct Case {
        let group: String
        let name: String
        let outcome: Outcome
    }

    enum Outcome {
        case passed
        /// In one sentence, and at length.
        case failed(String, details: String)
        /// Nothing could be said, for the reason given.
        case skipped(String)
    }

    var text: String {
        let failures = cases.count { if case .failed = $0.outcome { true } else { false } }
        let skipped = cases.count { if case .skipped = $0.outcome { true } else { false } }
        let totals = "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\""
        let lines = cases.map { test in
            let head =
                "    <testcase classname=\"\(Escape.xml(test.group))\" "
                + "name=\"\(Escape.xml(test.name))\""
            switch test.outcome {
            case .passed: return "\(head)/>"
            case .failed(let message, let details):
                return "\(head)>\n      <failure message=\"\(Escape.xml(message))\">"
                    + "\(Escape.xml(details))</failure>\n    </testcase>"
            case .skipped(let reason):
                return "\(head)>\n      <skipped message=\"\(Escape.xml(reason))\"/>\n"
                    + "    </testcase>"
            }
        }
        return
            ([
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites \(totals)>",
                "  <testsuite name=\"\(Escape.xml(suite))\" \(totals) skipped=\"\(skipped)\">",
            ] + lines + ["  </testsuite>", "</testsuites>"]).joined(separator: "\n") + "\n"
    }
}

extension Escape {
    /// For text and attributes of XML 1.0. Characters that it can't hold at all, and those that
    /// control a terminal or the direction of text, are left out; line breaks become spaces, as a
    /// reader of attributes would make them.
    static func xml(_ text: String) -> String {
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": safe.append(contentsOf: "&lt;".unicodeScalars)
            case ">": safe.append(contentsOf: "&gt;".unicodeScalars)
            case "&": safe.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": safe.append(contentsOf: "&quot;".unicodeScalars)
            case "'": safe.append(contentsOf: "&apos;".unicodeScalars)
            case "\n", "\r", "\t", "\u{85}", "\u{2028}", "\u{2029}": safe.append(" ")
            case "\u{FFFE}", "\u{FFFF}": break
            case _ where [.control, .format].contains(scalar.properties.generalCategory): break
            default: safe.append(scalar)
            }
        }
        return String(safe)
    }
}
