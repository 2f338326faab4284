import Testing
import Vocabulary

@testable import Grading

@Suite("Reading a judge's reply")
struct VerdictReplyTests {
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
        let ruling = try #require(VerdictReply(parsing: reply))
        #expect(ruling.verdict == .met)
        #expect(ruling.explanation == "e")
    }

    @Test(
        "A reply without a clear ruling is none, and never UNMET",
        arguments: [
            "", "MET", "UNMET", "{}", #"{"explanation":"MET"}"#, #"{"criterion_status":"maybe"}"#,
            #"{"criterion_status":"MET or UNMET"}"#, #"{"criterion_status":null}"#,
            #"{"criterion_status":true}"#, #"{"criterion_status":"MET""#, "The criterion is MET.",
        ])
    func none(reply: String) {
        #expect(VerdictReply(parsing: reply) == nil)
    }
}
