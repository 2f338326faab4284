import Testing
import Vocabulary

@testable import Execution

@Suite("When a run stops taking work")
struct RunControlTests {
    @Test("It adds up what is known of what was spent")
    func spent() {
        let control = RunControl()
        control.add([USD(0.5), nil, USD(1)])
        #expect(control.mayTakeWork)
        #expect(control.spent == USD(1.5))
    }

    @Test("The first reason counts")
    func first() {
        let control = RunControl()
        control.stop(.interrupted(.interrupt))
        control.stop(.endpoint("x"))
        #expect(control.stopReason == .interrupted(.interrupt))
    }

    @Test("An endpoint that can take no further request stops it at once")
    func closed() {
        let control = RunControl()
        control.learn(closedEndpoint: nil)
        #expect(control.mayTakeWork)
        control.learn(closedEndpoint: "No credit.")
        #expect(control.stopReason == .endpoint("No credit."))
    }
}
