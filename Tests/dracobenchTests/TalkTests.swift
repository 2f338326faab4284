import Testing
import Transport

@testable import dracobench

@Suite("Talk on stderr")
struct TalkTests {
    /// What was written, by a reader that may stop reading.
    private final class Reader: Sendable {
        let text = Locked("")
        let isGone = Locked(false)

        var write: @Sendable ([UInt8]) -> Bool {
            { bytes in
                if self.isGone.withLock({ $0 }) { return false }
                self.text.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
                return true
            }
        }
    }

    @Test("A sentence ends the bar before it, and the bar comes back below")
    func bar() async {
        let reader = Reader()
        let talk = Talk(.text, isTerminal: true, now: { 0 }, write: reader.write)
        for step in [
            { talk.redraw("one") }, { talk.redraw("two") }, { talk.say(.note("Hm.")) },
            { talk.redraw("three") }, { talk.endBar() }, { talk.endBar() },
        ] {
            step()
            await talk.flush()
        }
        #expect(
            reader.text.withLock { $0 }
                == "\r\u{1B}[Kone\r\u{1B}[Ktwo\nHm.\n\r\u{1B}[Kthree\n")
    }

    @Test("Programs are shown no bar, and every event is a line")
    func json() async {
        let reader = Reader()
        let talk = Talk(.json, run: "r", isTerminal: true, now: { 0 }, write: reader.write)
        #expect(!talk.isTerminal)
        talk.say(.note("one"))
        talk.say(.judged(isMissing: true, cost: nil))
        await talk.flush()
        #expect(reader.text.withLock { $0 }.split(separator: "\n").count == 2)
    }

    @Test("Once nobody reads any more, nothing is written and nothing waits")
    func gone() async {
        let reader = Reader()
        let talk = Talk(.text, isTerminal: false, now: { 0 }, write: reader.write)
        reader.isGone.withLock { $0 = true }
        talk.say(.note("one"))
        await talk.flush()
        reader.isGone.withLock { $0 = false }
        talk.say(.note("two"))
        await talk.flush()
        #expect(reader.text.withLock { $0 } == "")
    }

    @Test("A reader that is too slow misses lines, and is told how many")
    func slow() async {
        let reader = Reader()
        let gate = Locked(0)  // Held by the test, it keeps the reader from reading.
        let talk = Talk(
            .text, isTerminal: false, now: { 0 },
            write: { bytes in
                gate.withLock { $0 += 1 }
                return reader.write(bytes)
            })
        let line = String(repeating: "x", count: 1 << 20)
        gate.withLock { _ in
            for _ in 0..<20 { talk.say(.note(line)) }
        }
        await talk.flush()
        talk.say(.note("end"))
        await talk.flush()
        let lines = reader.text.withLock { $0 }.split(separator: "\n")
        #expect(lines.count == 10)
        #expect(lines.dropLast().last == "12 lines are left out here; they came too fast.")
        #expect(lines.last == "end")
    }
}
