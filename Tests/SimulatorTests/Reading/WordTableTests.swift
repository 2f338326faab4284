import Testing

@testable import Simulator

@Suite("A table of words")
struct WordTableTests {
    @Test("Every word that was put in is found, and no other")
    func finds() {
        let words = (0..<500).map { WordKey("w\($0)") }
        let table = WordTable(
            Dictionary(uniqueKeysWithValues: zip(words, words.indices)))
        for (index, word) in words.enumerated() { #expect(table[word] == index) }
        for number in 500..<1500 { #expect(table[WordKey("w\(number)")] == nil) }
        #expect(WordTable<Int>([:])[WordKey("w")] == nil)
    }
}
