import Testing
import Vocabulary

@testable import Execution

@Suite("When a run stops taking work")
struct RunControlTests {
    @Test("The cap stops it once known costs reach it")
    func budget() {
        let control = RunControl(cap: USD(1))
        control.add([USD(0.5), nil])
        #expect(control.mayTakeWork)
        control.add([USD(0.5)])
        #expect(control.stopReason == .budget(spent: USD(1), cap: USD(1)))
    }

    @Test("Without a cap it never stops for money")
    func noCap() {
        let control = RunControl(cap: nil)
        control.add([USD(1e9)])
        #expect(control.mayTakeWork)
        #expect(control.spent == USD(1e9))
    }

    @Test("The first reason counts")
    func first() {
        let control = RunControl(cap: nil)
        control.stop(.interrupted(.interrupt))
        control.stop(.endpoint("x"))
        #expect(control.stopReason == .interrupted(.interrupt))
    }

    @Test("An endpoint that can take no further request stops it at once")
    func closed() {
        let control = RunControl(cap: nil)
        control.learn(closedEndpoint: nil)
        #expect(control.mayTakeWork)
        control.learn(closedEndpoint: "No credit.")
        #expect(control.stopReason == .endpoint("No credit."))
    }
}
