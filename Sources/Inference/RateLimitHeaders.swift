import Transport

/// What a response's headers say of when to go on.
enum RateLimitHeaders {
    /// Seconds until the next request, where the headers name a time: `Retry-After` (seconds or a
    /// date) wins over `retry-after-ms`, and both over an allowance that is used up.
    ///
    /// - Parameter now: seconds since 1970.
    static func pauseSeconds(_ head: TransferHead, now: Double) -> Double? {
        let fields = head.headers.map { (name: $0.name.lowercased(), value: $0.value) }
        func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
        if let value = field("retry-after"), let seconds = retryAfter(value, now: now) {
            return seconds
        }
        if let value = field("retry-after-ms").flatMap({ Double($0) }), value.isFinite {
            return max(0, value / 1000)
        }
        return usedUp(
            remaining: field("x-ratelimit-remaining"), reset: field("x-ratelimit-reset"), now: now
        )
            ?? usedUp(
                remaining: field("x-ratelimit-remaining-requests"),
                reset: field("x-ratelimit-reset-requests"), now: now
            ).map { seconds in
                // This kind of reset is when the whole allowance is back; one comes earlier.
                let limit = field("x-ratelimit-limit-requests").flatMap { Double($0) } ?? 1
                return seconds / max(1, limit)
            }
    }

    /// Whether a service tells its allowance with every response.
    static func tellAllowance(_ head: TransferHead) -> Bool {
        head.headers.contains { $0.name.lowercased().hasPrefix("x-ratelimit-remaining") }
    }

    /// `Retry-After`: whole or broken seconds, or a date.
    static func retryAfter(_ value: String, now: Double) -> Double? {
        if let seconds = Double(value) { return seconds.isFinite ? max(0, seconds) : nil }
        return HTTPDate.secondsSince1970(value).map { max(0, $0 - now) }
    }

    private static func usedUp(remaining: String?, reset: String?, now: Double) -> Double? {
        guard let remaining = remaining.flatMap({ Double($0) }), remaining <= 0 else { return nil }
        return reset.flatMap { seconds($0, now: now) }
    }

    /// A reset as services write it: milliseconds or seconds since 1970, seconds from now, or a
    /// duration such as `1m30s` or `20ms`.
    static func seconds(_ value: String, now: Double) -> Double? {
        if let number = Double(value) {
            guard number.isFinite else { return nil }
            if number > 1e11 { return max(0, number / 1000 - now) }
            return max(0, number > 1e9 ? number - now : number)
        }
        let units = ["ms": 0.001, "s": 1, "m": 60, "h": 3600]
        var total = 0.0
        var rest = value[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
            guard let count = Double(digits), let seconds = units[String(unit)] else { return nil }
            total += count * seconds
            rest = rest.dropFirst(digits.count + unit.count)
        }
        return value.isEmpty ? nil : total
    }
}

/// Dates as HTTP writes them, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func secondsSince1970(_ text: String) -> Double? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
            let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]),
            (1...31).contains(day), (1970...9999).contains(year)
        else { return nil }
        let time = words[4].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3, (0...23).contains(time[0]), (0...59).contains(time[1]),
            (0...60).contains(time[2])
        else { return nil }
        let days = daysSince1970(year: year, month: month + 1, day: day)
        return Double(days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2])
    }

    /// Days of the Gregorian calendar, counted in years that start in March, so that the leap day
    /// comes last.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}
