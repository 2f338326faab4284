import Testing
import Vocabulary

@testable import Grading

@Suite("Reading a judge's reply")
struct VerdictReplyTests {
    private static func ruling(
        in reply: String, shape: JudgeDefinition.ReplyShape = .usual
    ) -> VerdictReply? {
        let criterion = Criterion(id: "c", axis: .factualAccuracy, weight: 1, requirement: "R")
        let definition = JudgeDefinition(name: "p", version: "1", reply: shape, system: "s")
        return VerdictReader(definition).rulings(in: reply, on: [criterion])["c"]
    }

    @Test("A definition names the members and words of the reply")
    func shapes() {
        let shape = JudgeDefinition.ReplyShape(
            explanation: "why", verdict: "ok", met: .truth(true), unmet: .truth(false))
        #expect(Self.ruling(in: #"{"why":"e","ok":false}"#, shape: shape)?.verdict == .unmet)
        #expect(Self.ruling(in: #"{"why":"e","ok":true}"#, shape: shape)?.explanation == "e")
        #expect(Self.ruling(in: #"{"why":"e","ok":"true"}"#, shape: shape) == nil)
    }

    @Test(
        "A ruling is found whatever stands around it",
        arguments: [
            #"{"explanation":"e","criterion_status":"MET"}"#,
            "```json\n{\"explanation\":\"e\",\"criterion_status\":\"MET\"}\n```",
            "I have looked at it.\n{\"explanation\": \"e\", \"criterion_status\": \"met\"}\nDone.",
            #"{"criterion_status":" Met ","explanation":"e"}"#,
            #"Thinking {"step":1} … {"explanation":"e","criterion_status":"MET"}"#,
        ])
    func found(reply: String) throws {
        let ruling = try #require(Self.ruling(in: reply))
        #expect(ruling.verdict == .met)
        #expect(ruling.explanation == "e")
    }

    @Test(
        "A reply without a clear ruling is none, and never UNMET",
        arguments: [
            "", "MET", "UNMET", "{}", #"{"explanation":"MET"}"#, #"{"criterion_status":"maybe"}"#,
            #"{"criterion_status":"MET or UNMET"}"#, #"{"criterion_status":null}"#,
            #"{"criterion_status":true}"#,
            #"It says {"criterion_status":"MET"}. {"explanation":"e","criterion_status":"UNMET"}"#,
            #"{"criterion_status":"MET""#, "The criterion is MET.",
        ])
    func none(reply: String) {
        #expect(Self.ruling(in: reply) == nil)
    }
}
