import JSONText

/// What was looked at before a run, and what came of it.
package struct DoctorReport: Sendable {
    let checks: [Check]

    package init(_ checks: [Check]) { self.checks = checks }

    /// One thing that was looked at.
    package struct Check: Sendable, Equatable {
        package var area: Area
        /// What was looked at, in a few words.
        package var subject: String
        package var state: State
        /// What was found, in a few words.
        package var finding: String
        /// What to do, in a sentence; nil where there is nothing to do.
        package var advice: String?

        package init(
            _ area: Area, _ subject: String, _ state: State, _ finding: String,
            advice: String? = nil
        ) {
            self.area = area
            self.subject = subject
            self.state = state
            self.finding = finding
            self.advice = advice
        }
    }

    /// In the order in which a report has them.
    package enum Area: String, Sendable, CaseIterable {
        case machine
        case workspace
        case suite
        case endpoints
        case models
        case exclusion
        case live

        fileprivate var title: String {
            switch self {
            case .machine: "This machine"
            case .workspace: "Files"
            case .suite: "The suite"
            case .endpoints: "Endpoints"
            case .models: "Models"
            case .exclusion: "Exclusion"
            case .live: "Calls that were made"
            }
        }
    }

    package enum State: String, Sendable, CaseIterable {
        case ok
        /// A run can go on, and will not be all that it could be.
        case warning
        /// A run would fail, or not measure what it says.
        case failed
        /// It was not looked at, or could not be.
        case skipped
    }

    package var hasFailed: Bool { checks.contains { $0.state == .failed } }

    package func count(of state: State) -> Int { checks.count { $0.state == state } }

    /// `12 checks: 10 ok, 1 warning, 1 failed, 0 skipped`
    package var summary: String {
        let counts = State.allCases.map { state in
            let count = count(of: state)
            let plural = state == .warning && count != 1 ? "s" : ""
            return "\(count) \(state.rawValue)\(plural)"
        }
        return "\(checks.count) checks: " + counts.joined(separator: ", ")
    }

    // MARK: - For people

    package func markdown() -> String {
        let sections = Area.allCases.compactMap { area -> String? in
            let checks = checks.filter { $0.area == area }
            guard !checks.isEmpty else { return nil }
            var table = MarkdownTable([
                ("Check", .left), ("State", .left), ("Found", .left), ("Advice", .left),
            ])
            for check in checks {
                table.add([
                    Self.cell(check.subject), check.state.rawValue, Self.cell(check.finding),
                    Self.cell(check.advice ?? ""),
                ])
            }
            return "## \(area.title)\n\n\(table.text)"
        }
        return (sections + [summary + "."]).joined(separator: "\n\n") + "\n"
    }

    /// On one line, and unable to end a cell or to steer a terminal. Otherwise as it is: this table
    /// is read where it is printed, and addresses and amounts are to be copied out of it.
    private static func cell(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let visible = line.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        return String(String.UnicodeScalarView(visible)).replacing("|", with: "\\|")
    }

    // MARK: - For programs

    package func json() -> JSONValue {
        [
            "ok": .bool(!hasFailed),
            "counts": .object(
                JSONObject(
                    pairs: State.allCases.map { ($0.rawValue, .integer(count(of: $0))) })),
            "checks": .array(
                Area.allCases.flatMap { area in checks.filter { $0.area == area } }.map { check in
                    [
                        "area": .string(check.area.rawValue), "check": .string(check.subject),
                        "state": .string(check.state.rawValue), "found": .string(check.finding),
                        "advice": check.advice.map(JSONValue.string) ?? .null,
                    ]
                }),
        ]
    }
}
