import Foundation
import JSONText
import Testing

/// Reports and comparisons of verdicts that someone published.
@Suite("Verdict files on the command line")
struct ComparisonCommandsTests {
    /// Verdicts by configuration: how many of a task's criteria, all of weight 1, are met.
    private struct Verdicts {
        var criteria = 100
        var tasks: Int
        var met: KeyValuePairs<String, [Int?]>
        /// A member that ends every line of a configuration, by its name.
        var extra: [String: String] = [:]

        /// Writes the two files and gives the options that name them.
        func write(to folder: String) throws -> [String] {
            let items = (0..<criteria).map { criterion in
                #"{\"id\":\"c\#(criterion)\",\"weight\":1,\"requirement\":\"x\"}"#
            }.joined(separator: ",")
            let answer =
                #"{\"id\":\"r\",\"sections\":[{\"id\":\"factual-accuracy\","#
                + #"\"criteria\":[\#(items)]}]}"#
            try (0..<tasks).map { task in
                #"{"id":"t\#(task)","problem":"p","answer":"\#(answer)","domain":"d"}"#
            }.joined(separator: "\n").write(
                toFile: folder + "/t.jsonl", atomically: true, encoding: .utf8)
            try met.flatMap { name, counts in
                counts.enumerated().flatMap { task, count -> [String] in
                    guard let count else { return [] }
                    return (0..<criteria).map { criterion in
                        let word = criterion < count ? "MET" : "UNMET"
                        return #"{"task_id":"t\#(task)","criterion_id":"c\#(criterion)","#
                            + #""verdict":"\#(word)","configuration":"\#(name)""#
                            + (extra[name] ?? "") + "}"
                    }
                }
            }.joined(separator: "\n").write(
                toFile: folder + "/v.jsonl", atomically: true, encoding: .utf8)
            return ["--tasks", folder + "/t.jsonl", "--verdicts", folder + "/v.jsonl"]
        }
    }

    /// The worked example of the method specification.
    private static let worked = Verdicts(
        tasks: 10,
        met: [
            "a": [71, 55, 42, 88, 63, 49, 77, 35, 66, 58],
            "b": [60, 57, 35, 80, 66, 40, 70, 37, 52, 46],
        ])

    private static func json(_ arguments: [String]) throws -> JSONValue {
        let ending = try Program.run(arguments + ["--format", "json"])
        #expect(ending.code == 0, "\(ending.err)")
        return try JSONValue(parsing: ending.out)
    }

    @Test("Two configurations compare as the method specification works it out")
    func compare() throws {
        try Program.withFolder { folder in
            let files = try Self.worked.write(to: folder)
            let result = try Self.json(["compare", "a", "b"] + files)
            let expected = [
                "n_common": 10, "mean_difference": 6.1, "sd": 6.2262883539607024,
                "t": 3.098136904429799, "p_t": 0.012760764086055948,
                "ci_low": 1.645981627429491, "ci_high": 10.554018372570512, "wins": 7, "ties": 0,
                "losses": 3,
            ]
            for (key, value) in expected {
                let found = try #require(result[key]?.number, "\(key)")
                #expect(abs(found - value) < 1e-9, "\(key)")
            }
            // All 1,024 flips: the sums of ±11, 2, 7, 8, 3, 9, 7, 2, 14, 12 of at least 61 either way.
            let p = try #require(result["p_sign_flip"]?.number)
            #expect(p == 20.0 / 1024)
            #expect(try #require(result["mde"]?.number) > 6)
            // The other way round, signs turn and p stays.
            let turned = try Self.json(["compare"] + files + ["b", "a"])
            #expect(abs(try #require(turned["mean_difference"]?.number) + 6.1) < 1e-9)
            #expect(turned["p_sign_flip"]?.number == p)
        }
    }

    @Test("All pairs come as a list of the same objects, with p corrected over them")
    func comparePairs() throws {
        try Program.withFolder { folder in
            var three = Self.worked
            three.met = [
                "a": three.met[0].value, "b": three.met[1].value,
                "c": [60, 50, 30, 70, 60, 40, 60, 30, 50, 40],
            ]
            let files = try three.write(to: folder)
            let pairs = try #require(try Self.json(["compare", "--all"] + files).array)
            #expect(pairs.count == 3)
            for pair in pairs {
                let (raw, holm) = (pair["p_t"]?.number, pair["p_holm"]?.number)
                #expect(try #require(holm) >= (try #require(raw)))
            }
        }
    }

    @Test("A configuration on 93 of 100 tasks counts 0 on the rest, with the bounds they leave")
    func missingTasks() throws {
        try Program.withFolder { folder in
            // 607 of 930 criteria met: 65.3 on 93 tasks.
            let short =
                (0..<93).map { Optional($0 < 49 ? 7 : 6) } + [Int?](repeating: nil, count: 7)
            let files = try Verdicts(
                criteria: 10, tasks: 100,
                met: [
                    "fable": short,
                    "other": [Int?](repeating: 5, count: 50) + Array(repeating: 6, count: 50),
                ]
            ).write(to: folder)
            let report = try Self.json(["report"] + files)
            let row = try #require(
                report["leaderboard"]?.array?.first { $0["configuration"]?.string == "fable" })
            func rounded(_ value: JSONValue?) -> Double? {
                value?.number.map { ($0 * 10).rounded() / 10 }
            }
            #expect(rounded(row["completed_score"]) == 65.3)
            #expect(rounded(row["score"]) == 60.7)
            #expect(rounded(row["bounds"]?[0]) == 60.7)
            #expect(rounded(row["bounds"]?[1]) == 67.7)
            #expect(row["scored_tasks"]?.integer == 93)
            let page = try Program.run(["report"] + files).out
            #expect(page.contains("60.7 to 67.7"))
        }
    }

    @Test("A panel is what --fusion says, and its lift is over the matched tasks of its members")
    func fusion() throws {
        try Program.withFolder { folder in
            let files = try Verdicts(
                tasks: 6,
                met: [
                    "F": [82, 58, 40, 91, 66, 73], "A": [75, 60, 31, 88, 61, 64],
                    "B": [70, 49, 42, 80, 69, 60], "C": [55, 44, 25, 71, 50, nil],
                ]
            ).write(to: folder)
            let report = try Self.json(["report", "--fusion", "F=A,B"] + files)
            let lift = try #require(report["lift"]?[0])
            #expect(lift["best_member"]?.string == "A")
            #expect(lift["common_tasks"]?.integer == 6)
            #expect(abs(try #require(lift["lift"]?.number) - 31.0 / 6) < 1e-9)
            let low = try #require(lift["lower_limit"]?.number)
            #expect(abs(low + 0.9203006116361809) < 1e-9)
            let wider = try Self.json(["report", "--fusion", "F=A,B,C"] + files)
            #expect(wider["lift"]?[0]?["common_tasks"]?.integer == 5)
            #expect(wider["lift"]?[0]?["dropped_tasks"]?[0]?.string == "t5")
        }
    }

    @Test("The same files give the same bytes")
    func reproducible() throws {
        try Program.withFolder { folder in
            let files = try Self.worked.write(to: folder)
            for format in ["markdown", "json", "csv"] {
                let first = try Program.run(["report", "--format", format] + files)
                #expect(first.code == 0)
                #expect(try Program.run(["report", "--format", format] + files).out == first.out)
            }
        }
    }

    struct Odd: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let met: [Int?]
        let says: String
    }

    @Test(
        "What can't be said is said to be so, and is null",
        arguments: [
            Odd(
                testDescription: "one task in common", met: [50] + Array(repeating: nil, count: 9),
                says: "one common task"),
            Odd(
                testDescription: "no task in common", met: Array(repeating: nil, count: 10),
                says: "no task in common"),
            Odd(
                testDescription: "the same difference on every task",
                met: [70, 54, 41, 87, 62, 48, 76, 34, 65, 57],
                says: "the difference is the same on every task"),
            Odd(
                testDescription: "two tasks in common",
                met: [50, 60] + Array(repeating: nil, count: 8), says: "2 common tasks"),
        ])
    func undefined(odd: Odd) throws {
        try Program.withFolder { folder in
            var verdicts = Self.worked
            // A third one keeps the second among the configurations, on an eleventh task.
            verdicts.tasks = 11
            verdicts.met = [
                "a": verdicts.met[0].value + [nil], "b": odd.met + [50],
            ]
            let files = try verdicts.write(to: folder)
            let page = try Program.run(["compare", "a", "b"] + files)
            #expect(page.code == 0, "\(page.err)")
            #expect(page.out.contains(odd.says), "\(page.out)")
            let result = try Self.json(["compare", "a", "b"] + files)
            if odd.met.compactMap({ $0 }).count != 2 {
                #expect(result["p_t"]?.isNull == true)
                #expect(result["ci_low"]?.isNull == true)
            }
            let report = try Program.run(["report"] + files)
            #expect(report.code == 0)
            #expect(!report.out.contains("nan") && !report.out.contains("inf "))
        }
    }

    @Test("Verdicts of different judges are not compared")
    func judges() throws {
        try Program.withFolder { folder in
            var verdicts = Self.worked
            verdicts.extra = ["a": #","judge":"x""#, "b": #","judge":"y""#]
            let files = try verdicts.write(to: folder)
            for command in [["compare", "a", "b"], ["report"]] {
                let ending = try Program.run(command + files)
                #expect(ending.code == 2)
                #expect(ending.err.contains("different judges (x, y)"))
            }
        }
    }

    @Test(
        "Bad usage gets a sentence and exit code 2",
        arguments: [
            (["compare", "a", "zz"], "There is no configuration zz; there are a, b."),
            (["compare", "a", "a"], "compares with another one"),
            (["compare", "a"], "Name two configurations"),
            (["compare", "a", "b", "--margin", "0"], "--margin must be above 0"),
            (["compare", "a", "b", "--format", "csv"], "markdown or json"),
            (["report", "--fusion", "p=a,zz"], "that --fusion names; there are a, b."),
            (["report", "--fusion", "p"], "write NAME=MEMBER,MEMBER"),
            (["report", "--against", "nothing"], "draco-paper"),
            (["plan-power", "--difference", "0", "a", "b"], "--difference must be above 0"),
            (["plan-power", "--difference", "3"], "state --sd-task"),
            (["plan-power", "--difference", "3", "a", "b", "--power", "0.01"], "--power"),
        ])
    func refused(arguments: [String], says: String) throws {
        try Program.withFolder { folder in
            let files = try Self.worked.write(to: folder)
            let ending = try Program.run(arguments + files)
            #expect(ending.code == 2, "\(ending.out)")
            #expect(ending.err.contains(says), "\(ending.err)")
            #expect(ending.out.isEmpty)
        }
    }

    @Test("A pilot says how many tasks the next run needs, and stated deviations do as well")
    func planPower() throws {
        try Program.withFolder { folder in
            let files = try Self.worked.write(to: folder)
            let plan = try Self.json(["plan-power", "--difference", "3", "a", "b"] + files)
            let design = try #require(plan["designs"]?[0])
            #expect(abs(try #require(design["sd"]?.number) - 6.2262883539607024) < 1e-9)
            // (1.96 + 0.84)² · (6.226 ÷ 3)² = 33.8, and some two more by Student's t.
            #expect(design["tasks"]?.integer == 36)
            #expect(design["cost_usd"]?.isNull == true)
            let stated = try Self.json([
                "plan-power", "--difference", "5", "--sd-task", "18", "--answer-cost", "1",
                "--pass-cost", "0.5",
            ])
            #expect(stated["designs"]?[0]?["tasks"]?.integer == 104)
            #expect(stated["designs"]?[0]?["cost_usd"]?.number == 156)
        }
    }
}
