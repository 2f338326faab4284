import Testing
import Vocabulary

@testable import Reports

struct FiguresTests {
    @Test(
        "Percentages have one decimal, and what is unknown has none",
        arguments: [
            (0, "0.0"), (1, "100.0"), (0.5655, "56.6"), (0.9996, "100.0"), (0.0004, "0.0"),
            (nil, "–"),
        ] as [(Double?, String)])
    func percent(share: Double?, text: String) {
        #expect(Figures.percent(share) == text)
    }

    @Test(
        "Differences have a sign, except where they round to nothing",
        arguments: [(0.067, "+6.7"), (-0.067, "-6.7"), (0.0004, "0.0"), (-0.0004, "0.0")])
    func points(difference: Double, text: String) {
        #expect(Figures.points(difference) == text)
    }

    @Test(
        "An amount is as precise as it is small",
        arguments: [
            (0, "$0.00"), (0.00001, "<$0.0001"), (0.0123, "$0.0123"), (0.5, "$0.5000"),
            (1.005, "$1.00"), (1234.5, "$1234.50"),
        ])
    func dollars(amount: Double, text: String) {
        #expect(Figures.dollars(USD(amount)) == text)
        #expect(Figures.dollars(nil) == "?")
    }

    @Test(
        "Times are in the unit that people would use",
        arguments: [
            (0.25, "250 ms"), (0.9996, "1.0 s"), (12.34, "12.3 s"), (599.96, "10 min"),
            (3600, "60 min"),
        ])
    func duration(seconds: Double, text: String) {
        #expect(Figures.duration(seconds) == text)
        #expect(Figures.duration(nil) == "–")
    }

    @Test(
        "Dates are those of the calendar, in UTC",
        arguments: [
            (0, "1970-01-01"), (951_782_399, "2000-02-28"), (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"), (1_772_366_399, "2026-03-01"),
            (1_798_761_599, "2026-12-31"), (4_107_542_400, "2100-03-01"), (-1, "1969-12-31"),
        ])
    func date(seconds: Double, text: String) {
        #expect(Figures.date(seconds) == text)
    }

    @Test(
        "A ratio that is not 0 is not printed as 0",
        arguments: [
            (0, "0.00"), (0.00008, "<0.01"), (0.005, "0.01"), (3.6, "3.60"), (nil, "–"),
        ] as [(Double?, String)])
    func ratio(ratio: Double?, text: String) {
        #expect(Figures.ratio(ratio) == text)
    }

    @Test("A number that is none is a question mark")
    func notFinite() {
        #expect(Figures.fixed(.nan, 1) == "?")
        #expect(Figures.fixed(.infinity, 1) == "?")
        #expect(Figures.fixed(-0.04, 1) == "0.0")
    }
}
