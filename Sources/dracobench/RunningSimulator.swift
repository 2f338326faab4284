import JSONText
import Simulator
import Transport

/// A simulator that 'dracobench simulate' runs in a process of its own.
struct RunningSimulator {
    let address: SimulatorAddress

    init(address: SimulatorAddress) { self.address = address }

    /// - Parameter text: `HOST:PORT`, or the address as 'simulate' prints it. Simulators listen on
    ///   loopback only.
    init(parsing text: String) throws {
        let authority = text.hasPrefix("http://") ? text.dropFirst("http://".count) : text[...]
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, ["127.0.0.1", "localhost"].contains(parts[0]),
            let port = Int(parts[1]), (1...65535).contains(port)
        else {
            throw CommandFailure(
                """
                '\(text)' is no simulator's address; write 127.0.0.1:PORT, as \
                'dracobench simulate' prints it.
                """)
        }
        address = SimulatorAddress(port: port)
    }

    /// Refuses a simulator that isn't there, or that would answer otherwise than the run says of
    /// itself.
    func check(identity: String) async throws {
        let transport = try HTTPTransport(TransportOptions())
        let request = TransferRequest(
            url: address.identityURL,
            limits: TransferLimits(
                connectTimeoutSeconds: 10, idleTimeoutSeconds: 20, totalTimeoutSeconds: 30))
        let place = "\(address.host):\(address.port)"
        let body: [UInt8]
        do {
            body = try await transport.send(request).body
        } catch let error as TransportError {
            await transport.shutdown()
            throw CommandFailure(
                """
                No simulator answers at \(place): \(error.description) Start it with \
                'dracobench simulate --port \(address.port)', or leave --simulator out.
                """)
        }
        await transport.shutdown()
        let found = try? JSONValue(parsing: body)["simulation"]?.string  // Nil: something else.
        guard let found else {
            throw CommandFailure("What answers at \(place) is no simulator; check the port.")
        }
        guard found == identity else {
            throw CommandFailure(
                """
                The simulator at \(place) plays \(found), but the run is of \(identity); start it \
                with the suite's seed and dataset, and give both the same --fault.
                """)
        }
    }
}
