import Testing
import Vocabulary

@testable import Inference

@Suite("Whether an endpoint is there")
struct EndpointCircuitTests {
    private static func failed(_ circuit: inout EndpointCircuit, at now: Double) {
        circuit.fail(isProbe: circuit.send(), at: now)
    }

    @Test("Failures in a row open it, a success between them does not")
    func opens() {
        var circuit = EndpointCircuit(outageSeconds: 300)
        for _ in 0..<4 { Self.failed(&circuit, at: 0) }
        circuit.succeed()
        for _ in 0..<4 { Self.failed(&circuit, at: 0) }
        #expect(circuit.answer(at: 0) == .go)
        Self.failed(&circuit, at: 0)
        #expect(circuit.answer(at: 0) == .wait(until: 1))
        #expect(circuit.answer(at: 1) == .go)
    }

    @Test("One probe goes out at a time, after twice the wait each, and success closes it")
    func probes() {
        var circuit = EndpointCircuit(outageSeconds: 300)
        var isProbe = false
        for _ in 0..<5 { Self.failed(&circuit, at: 0) }
        isProbe = circuit.send()
        #expect(isProbe)
        #expect(circuit.answer(at: 1) == .waitForProbe)
        // Those that were under way before say nothing new.
        circuit.fail(isProbe: false, at: 1)
        #expect(circuit.answer(at: 1) == .waitForProbe)
        circuit.fail(isProbe: true, at: 1)
        #expect(circuit.answer(at: 1) == .wait(until: 3))
        isProbe = circuit.send()
        #expect(isProbe)
        circuit.succeed()
        #expect(circuit.isClosed)
    }

    @Test("It is given up when the outage has lasted its length, not before")
    func givesUp() {
        var circuit = EndpointCircuit(outageSeconds: 60)
        for _ in 0..<5 { Self.failed(&circuit, at: 0) }
        var probes = 0
        var now = 0.0
        while case .wait(let until) = circuit.answer(at: now), probes < 100 {
            now = until
            Self.failed(&circuit, at: now)
            probes += 1
        }
        #expect(now == 60)
        #expect(probes == 6)
        #expect(circuit.isGivenUp)
    }

    // MARK: - Of models, behind an endpoint

    private static func admissions(outageSeconds: Double = 300) -> Admissions<Int> {
        var admissions = Admissions<Int>(
            rates: RateLimits(), modelRates: [:], outageSeconds: outageSeconds)
        _ = admissions.addLane(ceiling: 64)
        return admissions
    }

    /// Sends one request and ends it so; nil where it had to wait.
    private static func send(
        _ model: String, _ feedback: Feedback, _ admissions: inout Admissions<Int>, at now: Double
    ) -> Bool? {
        let outcome = admissions.admitAtOnce(lane: 0, model: model, tokens: 0, at: now)
        guard case .admitted(let permit) = outcome else { return nil }
        return admissions.end(permit, feedback, usedTokens: nil, at: now)
    }

    @Test("A model that fails holds up no other, a connection that fails holds up all")
    func models() {
        var admissions = Self.admissions()
        var isOutage: Bool?
        for _ in 0..<5 { _ = Self.send("bad", .failed("500", pause: nil), &admissions, at: 0) }
        isOutage = Self.send("bad", .served(pause: nil), &admissions, at: 0)
        #expect(isOutage == nil)
        for _ in 0..<5 { _ = Self.send("good", .unreachable("gone"), &admissions, at: 0) }
        isOutage = Self.send("good", .served(pause: nil), &admissions, at: 0)
        #expect(isOutage == nil)
        isOutage = Self.send("other", .served(pause: nil), &admissions, at: 0)
        #expect(isOutage == nil)
        isOutage = Self.send("good", .served(pause: nil), &admissions, at: 1)
        #expect(isOutage == false)
        isOutage = Self.send("other", .served(pause: nil), &admissions, at: 1)
        #expect(isOutage == false)
    }

    @Test("The endpoint is closed when none of its models is up, else only the model is given up")
    func closes() {
        for others in [0, 1] {
            var admissions = Self.admissions(outageSeconds: 10)
            if others > 0 { _ = Self.send("good", .served(pause: nil), &admissions, at: 0) }
            for second in 0..<40 {
                _ = Self.send(
                    "bad", .failed("It says 500.", pause: nil), &admissions, at: Double(second))
            }
            let outcome = admissions.admitAtOnce(lane: 0, model: "bad", tokens: 0, at: 50)
            guard case .refused(let failure) = outcome else {
                Issue.record("\(String(describing: outcome))")
                return
            }
            #expect(failure.kind == (others > 0 ? .infrastructure : .endpointClosed))
            #expect(failure.message.contains("It says 500."))
        }
    }

    @Test("A model that rejects many different requests alike is asked no more")
    func rejections() {
        var admissions = Self.admissions()
        var isOutage: Bool?
        for number in 0..<40 {
            _ = Self.send("m", .rejected("Reason \(number)."), &admissions, at: 0)
        }
        for _ in 0..<12 {
            isOutage = Self.send("m", .rejected("No."), &admissions, at: 0)
            #expect(isOutage == false)
        }
        isOutage = Self.send("m", .rejected("No."), &admissions, at: 0)
        #expect(isOutage == nil)
        isOutage = Self.send("other", .served(pause: nil), &admissions, at: 0)
        #expect(isOutage == false)
    }
}
