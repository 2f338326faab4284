/// One header line. Names compare without regard to case.
package struct HeaderField: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// What a transfer may not exceed.
package struct TransferLimits: Sendable, Equatable {
    /// Until the connection stands, TLS included.
    package var connectTimeoutSeconds: Double
    /// The longest silence, before the first byte or between two.
    package var idleTimeoutSeconds: Double
    /// From the start to the last byte.
    package var totalTimeoutSeconds: Double
    /// Of the body, after decompression.
    package var maxResponseBytes: Int

    package init(
        connectTimeoutSeconds: Double = 15, idleTimeoutSeconds: Double = 300,
        totalTimeoutSeconds: Double = 1800, maxResponseBytes: Int = 64 << 20
    ) {
        self.connectTimeoutSeconds = connectTimeoutSeconds
        self.idleTimeoutSeconds = idleTimeoutSeconds
        self.totalTimeoutSeconds = totalTimeoutSeconds
        self.maxResponseBytes = maxResponseBytes
    }
}

/// A request over http or https.
package struct TransferRequest: Sendable {
    package var method: String
    package var url: String
    package var headers: [HeaderField]
    package var body: [UInt8]?
    package var limits: TransferLimits
    /// Redirects that are followed; 0 hands the redirect to the caller.
    package var redirectLimit: Int
    /// Ends once the connection stands, with status 0: to see whether anyone is there.
    package var onlyConnects = false

    package init(
        method: String = "GET", url: String, headers: [HeaderField] = [], body: [UInt8]? = nil,
        limits: TransferLimits = TransferLimits(), redirectLimit: Int = 0
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
        self.redirectLimit = redirectLimit
    }
}

/// The head of a response and how long it took.
package struct TransferHead: Sendable {
    package let status: Int
    package let effectiveURL: String
    /// `1.1` or `2`.
    package let httpVersion: String
    /// As they came; taken apart only when asked for, which most responses never are.
    private let headerBytes: [UInt8]

    init(status: Int, headerBytes: [UInt8], effectiveURL: String, httpVersion: String) {
        self.status = status
        self.headerBytes = headerBytes
        self.effectiveURL = effectiveURL
        self.httpVersion = httpVersion
    }

    /// Of the last response, where redirects were followed.
    package var headers: [HeaderField] {
        headerBytes.split(separator: 0x0A).compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex
            else { return nil }
            return HeaderField(
                name: String(decoding: line[..<colon], as: UTF8.self),
                value: Self.trimmed(line[(colon + 1)...]))
        }
    }

    /// The first header of that name, case aside.
    package func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        var bytes = bytes
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A whole response.
package struct TransferResponse: Sendable {
    package var head: TransferHead
    /// Decompressed.
    package var body: [UInt8]
    package var timings: Timings

    package var status: Int { head.status }
    package var headers: [HeaderField] { head.headers }

    /// The first header of that name, case aside.
    package func header(_ name: String) -> String? { head.header(name) }

    /// Seconds from the start of the transfer; time in our own queue not included.
    package struct Timings: Sendable {
        package var firstByteSeconds: Double
        package var totalSeconds: Double
    }
}
