import JSONText
import Testing
import Vocabulary

@testable import Answering

@Suite("What became of a provider's fusion")
struct FusionReportTests {
    private static func report(_ text: String) throws -> FusionReport {
        FusionReport(try JSONValue(parsing: text))
    }

    private static let both =
        #""responses":[{"model":"n","content":"N"},{"model":"m","content":"M"}]"#
    private static let one = #""responses":[{"model":"m","content":"M"}]"#
    private static let lost =
        #""failed_models":[{"model":"n","error":"no text","status_code":429}]"#

    private struct Case: Sendable {
        let reports: [String]
        let status: ServerFusionRecord.Status
        let reason: String?

        init(_ reports: [String], _ status: ServerFusionRecord.Status, _ reason: String? = nil) {
            self.reports = reports
            self.status = status
            self.reason = reason
        }
    }

    private static let capped = #"{"status":"error","failure_reason":"fusion_invocation_capped"}"#

    @Test(
        "The panel is checked as a multiset, and every failure has its status",
        arguments: [
            Case([], .notRun),
            Case([#"{"status":"completed",\#(both)}"#], .complete),
            Case([#"{"status":"ok",\#(both)}"#], .complete),
            Case([#"{\#(both)}"#], .complete),
            Case([#"{"status":"ok","models":["m","n"]}"#], .complete),
            Case([#"{"status":"completed",\#(one),\#(lost)}"#], .partial),
            Case([#"{"status":"completed",\#(one)}"#], .otherPanel),
            Case(
                [
                    #"{"status":"ok","responses":[{"model":"m","content":"a"},{"model":"m","content":"b"}]}"#
                ],
                .otherPanel),
            Case([#"{"status":"ok",\#(both),\#(lost)}"#], .otherPanel),
            Case(
                [#"{"status":"error","error":"e","failure_reason":"all_panels_failed"}"#], .failed,
                "all_panels_failed"),
            Case([#"{"status":"error","error":"Something broke."}"#], .failed, "Something broke."),
            Case([#"{"status":"incomplete",\#(both)}"#], .failed),
            Case([#"{"status":"in_progress"}"#], .failed),
            Case([#"{"status":"completed"}"#], .failed),
            Case([#""prose""#], .failed),
            Case(
                [
                    #"{"status":"completed","failed_models":[{"model":"m"},{"model":"n"}],"failure_reason":"rate_limited"}"#
                ],
                .failed, "rate_limited"),
            Case([capped], .capped, "fusion_invocation_capped"),
            Case(
                [#"{"status":"error","failure_reason":"unexpected_error"}"#, capped], .capped,
                "unexpected_error"),
            Case([#"{"status":"ok",\#(both)}"#, capped], .complete),
            Case([capped, #"{"status":"ok",\#(both)}"#], .complete),
        ])
    private func statuses(example: Case) throws {
        let record = FusionReport.record(
            of: try example.reports.map(Self.report), panel: ["m", "n"], isAnswered: true)
        #expect(record.status == example.status)
        #expect(record.failureReason == example.reason)
    }

    @Test("Without an asked panel any will do, and aliases are compared as they were sent")
    func panels() throws {
        let report = try Self.report(
            #"{"status":"ok","responses":[{"model":"~x/y-latest","content":"c"}]}"#)
        func status(_ panel: [String]) -> ServerFusionRecord.Status {
            FusionReport.record(of: [report], panel: panel, isAnswered: true).status
        }
        #expect(status([]) == .complete)
        #expect(status(["~x/y-latest"]) == .complete)
        #expect(status(["x/y-5"]) == .otherPanel)
    }

    @Test("A request that nobody answered says nothing of the model's choice")
    func unanswered() {
        #expect(
            FusionReport.record(of: [], panel: ["m"], isAnswered: false)
                == ServerFusionRecord(status: .failed))
    }

    @Test("Drafts stand where the panel has them, failed ones with their reason, and cost unknown")
    func drafts() throws {
        let report = try Self.report(
            #"""
            {"status":"ok","responses":[{"model":"other","content":"O"},{"model":"m","content":"2nd"},
            {"model":"m","content":" "}],"failed_models":[{"model":"n","error":"HTTP 500","status_code":500},
            {"model":"k","error":"The request was refused by content policy."}]}
            """#)
        let drafts = report.drafts(panel: ["n", "m", "k", "m"])
        #expect(drafts.map(\.position) == [0, 1, 2, 3, 4])
        #expect(drafts.map(\.model) == ["n", "m", "k", "m", "other"])
        #expect(drafts.map(\.status) == [.modelError, .ok, .refused, .empty, .ok])
        #expect(drafts.map(\.text) == ["", "2nd", "", "", "O"])
        #expect(drafts[0].error == "HTTP 500 (500)")
        #expect(drafts.allSatisfy { $0.cost == nil && $0.latencySeconds == nil })
        #expect(drafts.allSatisfy { ($0.error == nil) == ($0.status == .ok) })
    }

    @Test("An analysis counts when its five parts are lists of what they should hold")
    func analyses() throws {
        let valid = ProviderRig.analysis
        func status(_ analysis: JSONValue?) throws -> AnalysisRecord? {
            var json = try #require(try JSONValue(parsing: "{\(Self.both)}").object)
            json["analysis"] = analysis
            return FusionReport(.object(json)).analysisRecord
        }
        #expect(try status(valid) == AnalysisRecord(status: .valid, text: valid.text))
        // In a string it is as good, fences and all.
        #expect(try status(.string("```json\n\(valid.text)\n```"))?.status == .valid)
        #expect(try status(nil)?.status == .failed)
        #expect(try status(.null)?.status == .failed)
        #expect(
            try status("**Consensus**") == AnalysisRecord(status: .invalid, text: "**Consensus**"))
        for part in PanelAnalysis.parts {
            var without = try #require(valid.object)
            without[part] = nil
            #expect(
                try status(.object(without))
                    == AnalysisRecord(status: .invalid, text: JSONValue.object(without).text))
            var other = try #require(valid.object)
            other[part] = .string("prose")
            #expect(try status(.object(other))?.status == .invalid)
            // Elements of the wrong kind: texts where objects belong, and the other way round.
            let isOfTexts = ["consensus", "blind_spots"].contains(part)
            other[part] = .array([isOfTexts ? .object(JSONObject()) : "text"])
            #expect(try status(.object(other))?.status == .invalid)
            other[part] = []
            #expect(try status(.object(other))?.status == .valid)
        }
        #expect(try Self.report(#"{"status":"error"}"#).analysisRecord == nil)
    }

    @Test("Whatever the shape, reading it ends in a record")
    func tolerance() throws {
        for text in [
            "null", "7", "[]", "{}",
            #"{"responses":7,"failed_models":"x","sources":{},"analysis":[]}"#,
            #"{"responses":[null,{},"text"],"failed_models":[7,"m"],"sources":["http://a",{}]}"#,
        ] {
            let report = try Self.report(text)
            _ = report.drafts(panel: ["m"])
            _ = report.analysisRecord
            _ = FusionReport.record(of: [report], panel: ["m"], isAnswered: true)
        }
    }
}
