import Statistics
import Vocabulary

/// Numbers as people read them. What is unknown is said to be unknown.
enum Figures {
    /// A share in 0…1 as a percentage with one decimal.
    static func percent(_ share: Double?) -> String { share.map { fixed($0 * 100, 1) } ?? "–" }

    /// A difference of shares in points, with its sign.
    static func points(_ difference: Double) -> String {
        let text = fixed(difference * 100, 1)
        return difference * 100 >= 0.05 ? "+\(text)" : text
    }

    /// A difference that may be undefined.
    static func points(_ difference: Double?) -> String { difference.map { points($0) } ?? "–" }

    /// Shares as percentages, from … to ….
    static func percents(_ interval: Interval?) -> String { range(interval) { percent($0) } }

    /// Differences of shares in points, from … to ….
    static func points(_ interval: Interval?) -> String { range(interval) { points($0) } }

    /// "≥" or "≤" where one side has no limit, a dash where there is no interval.
    static func range(_ interval: Interval?, _ figure: (Double) -> String) -> String {
        switch (interval?.low, interval?.high) {
        case (let low?, let high?): "\(figure(low)) to \(figure(high))"
        case (let low?, nil): "≥ \(figure(low))"
        case (nil, let high?): "≤ \(figure(high))"
        case (nil, nil): "–"
        }
    }

    /// A p value: two digits that matter, never 0.
    static func probability(_ p: Double?) -> String {
        guard let p else { return "–" }
        if p < 0.0001 { return "<0.0001" }
        return fixed(p, p < 0.001 ? 4 : p < 0.0995 ? 3 : 2)
    }

    /// How many times as much.
    static func ratio(_ ratio: Double?) -> String {
        guard let ratio else { return "–" }
        return ratio > 0 && ratio < 0.005 ? "<0.01" : fixed(ratio, 2)
    }

    /// "?" where the cost is not known; "$0.00" only where it is known to be nothing.
    static func dollars(_ amount: USD?) -> String {
        guard let amount else { return "?" }
        let value = amount.dollars
        if value > 0, value < 0.000_05 { return "<$0.0001" }
        return "$" + fixed(value, value != 0 && abs(value) < 1 ? 4 : 2)
    }

    static func duration(_ seconds: Double?) -> String {
        guard let seconds else { return "–" }
        if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded())) ms" }
        return seconds < 599.95 ? "\(fixed(seconds, 1)) s" : "\(fixed(seconds / 60, 0)) min"
    }

    /// Seconds since 1970 as a date in UTC (the days-to-civil algorithm of H. Hinnant).
    static func date(_ seconds: Double) -> String {
        let days = Int((seconds / 86_400).rounded(.down)) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    /// With exactly so many decimals, rounded half away from zero; never "-0.0".
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value * scale).rounded()
        guard scaled.isFinite, abs(scaled) < 1e15 else { return "?" }
        let number = Int(scaled)
        let whole = abs(number) / Int(scale)
        let fraction = String(abs(number) % Int(scale))
        let sign = number < 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return "\(sign)\(whole).\(zeros)\(fraction)"
    }
}
