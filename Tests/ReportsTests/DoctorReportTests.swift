import JSONText
import Reports
import Testing

@Suite("What a doctor found")
struct DoctorReportTests {
    private static let report = DoctorReport([
        .init(.models, "openai/gpt-5.5", .ok, "is there"),
        .init(.machine, "dracobench", .ok, "version 0.1.0"),
        .init(.machine, "OPENROUTER_API_KEY", .skipped, "not set"),
        .init(
            .models, "anthropic/claude-opus-48", .failed, "is not there",
            advice: "did you mean anthropic/claude-opus-4.8?"),
        .init(
            .endpoints, "Credit at https://openrouter.ai/api/v1", .warning,
            "$2.00 left; the run may cost $9.50", advice: "Add credit."),
        .init(.live, "a|b <script>", .warning, "declines\nat\u{1B}[31m once", advice: "*No.*"),
    ])

    @Test("Reads as it did")
    func golden() throws {
        try GoldenFile.expect(Self.report.markdown(), "doctor.md")
    }

    @Test("Programs get the same checks in the same order")
    func json() throws {
        let json = Self.report.json()
        #expect(json["ok"]?.bool == false)
        #expect(json["counts"]?["warning"]?.integer == 2)
        let checks = try #require(json["checks"]?.array)
        #expect(
            checks.map { $0["area"]?.string }
                == ["machine", "machine", "endpoints", "models", "models", "live"])
        #expect(checks.last?["check"]?.string == "a|b <script>")
        #expect(checks.first?["advice"]?.isNull == true)
    }

    @Test("It has failed where one check has, and not for warnings")
    func failed() {
        #expect(Self.report.hasFailed)
        let fine = DoctorReport([
            .init(.models, "a", .warning, "w"), .init(.models, "b", .skipped, "s"),
        ])
        #expect(!fine.hasFailed)
        #expect(fine.summary == "2 checks: 0 ok, 1 warning, 0 failed, 1 skipped")
        #expect(DoctorReport([]).markdown() == "0 checks: 0 ok, 0 warnings, 0 failed, 0 skipped.\n")
    }
}
