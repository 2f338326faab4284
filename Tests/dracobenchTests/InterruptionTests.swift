import Testing
import Vocabulary

@testable import dracobench

@Suite("Signals that ask to stop")
struct InterruptionTests {
    @Test("Hang-ups within a second are one; other signals always count")
    func hangUps() {
        let filter = Interruption.RepeatedHangUps()
        let start = ContinuousClock.now
        #expect(filter.admits(.hangUp, at: start))
        #expect(!filter.admits(.hangUp, at: start + .milliseconds(900)))
        #expect(filter.admits(.interrupt, at: start + .milliseconds(900)))
        #expect(filter.admits(.interrupt, at: start + .milliseconds(901)))
        #expect(filter.admits(.hangUp, at: start + .seconds(2)))
    }
}
