//! Recovery words: 256 bits as 24 words of BIP 39, in its English or its simplified Chinese list.
//!
//! Both lists are read alike, so nobody has to say which one a paper was written in.

use super::RecoveryWords;
use bip39::{Language, Mnemonic};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// How many words there are.
const COUNT: usize = 24;

/// The list that words are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordList {
    /// The English one.
    English,
    /// The simplified Chinese one: a word is a character.
    Chinese,
}

/// Why words are not the recovery words of a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WordsFault {
    /// This word, counted from 1, is in neither list.
    #[error("word {0} is not in the list")]
    UnknownWord(usize),
    /// There are so many words instead of 24.
    #[error("{0} words instead of 24")]
    Count(usize),
    /// Each word is in the list, but their checksum fails: one is another than was written down, or two changed
    /// places.
    #[error("the checksum of the words fails")]
    Checksum,
    /// They are whole, but those of another vault, or of this one before they were made anew.
    #[error("these are not the words of this vault")]
    OfAnotherVault,
}

impl RecoveryWords {
    /// Reads words as people write them: in either list, in any case and width, with any white space between
    /// them; between Chinese ones none is needed.
    pub fn parse(typed: &str) -> Result<Self, WordsFault> {
        let words = split(typed);
        // In one list for the checksum, whichever list they were written in.
        let mut english = Zeroizing::new(String::new());
        for (at, word) in words.iter().enumerate() {
            let known = place(word).and_then(|place| Language::English.word_list().get(usize::from(place)));
            english.push_str(known.ok_or(WordsFault::UnknownWord(at + 1))?);
            english.push(' ');
        }
        if words.len() != COUNT {
            return Err(WordsFault::Count(words.len()));
        }
        let mnemonic = Mnemonic::parse_in_normalized(Language::English, &english);
        let (entropy, _) = mnemonic.map_err(|_| WordsFault::Checksum)?.to_entropy_array();
        let entropy = Zeroizing::new(entropy);
        let mut secret = Zeroizing::new([0; 32]);
        secret.iter_mut().zip(*entropy).for_each(|(place, byte)| *place = byte);
        Ok(Self(secret))
    }

    /// The words, one space between them.
    pub fn phrase(&self, list: WordList) -> Zeroizing<String> {
        let language = match list {
            WordList::English => Language::English,
            WordList::Chinese => Language::SimplifiedChinese,
        };
        let mut phrase = Zeroizing::new(String::with_capacity(COUNT * 9));
        // 32 bytes always have words.
        if let Ok(mnemonic) = Mnemonic::from_entropy_in(language, self.0.as_slice()) {
            for word in mnemonic.words() {
                if !phrase.is_empty() {
                    phrase.push(' ');
                }
                phrase.push_str(word);
            }
        }
        phrase
    }
}

/// The number of a word in its list.
fn place(word: &str) -> Option<u16> {
    Language::English.find_word(word).or_else(|| Language::SimplifiedChinese.find_word(word))
}

/// The words of a text. Beyond the alphabet each character is one.
fn split(typed: &str) -> Vec<Zeroizing<String>> {
    let mut words: Vec<Zeroizing<String>> = Vec::new();
    let mut goes_on = false;
    for c in typed.nfkd().flat_map(char::to_lowercase) {
        match words.last_mut() {
            _ if c.is_whitespace() => goes_on = false,
            Some(word) if goes_on && c.is_ascii() => word.push(c),
            _ => {
                // Room for the longest word, so that growing leaves no copy of it behind.
                let mut word = Zeroizing::new(String::with_capacity(16));
                word.push(c);
                words.push(word);
                goes_on = c.is_ascii();
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of 256 bits that the authors of BIP 39 published, and the same secrets in simplified Chinese
    /// by their own implementation.
    const VECTORS: [(&str, &str, &str); 8] = [
        (
            "0000000000000000000000000000000000000000000000000000000000000000",
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon \
             abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art",
            "的 的 的 的 的 的 的 的 的 的 的 的 的 的 的 的 的 的 的 的 的 的 的 性",
        ),
        (
            "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f",
            "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth \
             useful legal winner thank year wave sausage worth title",
            "枪 疫 霉 尝 俩 闹 饿 贤 枪 疫 霉 尝 俩 闹 饿 贤 枪 疫 霉 尝 俩 闹 饿 搭",
        ),
        (
            "8080808080808080808080808080808080808080808080808080808080808080",
            "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor \
             acoustic avoid letter advice cage absurd amount doctor acoustic bless",
            "壤 对 据 人 三 谈 我 表 壤 对 据 人 三 谈 我 表 壤 对 据 人 三 谈 我 五",
        ),
        (
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote",
            "歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 歇 佳",
        ),
        (
            "68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c",
            "hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy \
             gospel tennis maple dilemma loan word shrug inflict delay length",
            "宁 照 违 材 交 养 违 野 悉 偷 梅 设 贵 帝 鲜 仰 圈 首 荷 钩 隙 抓 养 熟",
        ),
        (
            "9f6a2878b2520799a44ef18bc7df394e7061a224d2c33cd015b157d746869863",
            "panda eyebrow bullet gorilla call smoke muffin taste mesh discover soft ostrich alcohol speed \
             nation flash devote level hobby quick inner drive ghost inside",
            "仪 未 九 茶 队 梯 妇 孤 托 病 泉 贺 产 绘 吹 测 局 碳 征 墨 晶 帮 息 延",
        ),
        (
            "066dca1a2bb7e8a1db2832148ce9933eea0f3ac9548d793112d9a95c9407efad",
            "all hour make first leader extend hole alien behind guard gospel lava path output census museum \
             junior mass reopen famous sing advance salt reform",
            "而 怕 夏 客 盖 古 松 面 解 谓 鲜 唯 障 烯 共 吴 永 丁 赤 副 醒 分 猛 埔",
        ),
        (
            "f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f",
            "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen \
             patrol group space point ten exist slush involve unfold",
            "柄 需 固 姆 色 斥 霍 握 宾 琴 况 团 抵 经 摸 郭 沙 鸣 拖 妙 阳 辈 掉 迁",
        ),
    ];

    fn words_of(phrase: &str) -> Result<Vec<u8>, WordsFault> {
        RecoveryWords::parse(phrase).map(|words| words.0.to_vec())
    }

    #[test]
    fn the_published_vectors_are_written_and_read() {
        for (secret, english, chinese) in VECTORS {
            let bytes = super::super::tests::bytes(secret);
            let words = RecoveryWords(Zeroizing::new(bytes.clone().try_into().expect("32 bytes")));
            assert_eq!(words.phrase(WordList::English).as_str(), english);
            assert_eq!(words.phrase(WordList::Chinese).as_str(), chinese);
            assert_eq!(words_of(english), Ok(bytes.clone()), "{english}");
            assert_eq!(words_of(chinese), Ok(bytes), "{chinese}");
        }
    }

    #[test]
    fn words_are_read_as_people_write_them() {
        let (_, english, chinese) = VECTORS[4];
        let expected = words_of(english).unwrap();
        let full_width: String = english
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xFEE0).filter(|_| c != ' ').unwrap_or('\u{3000}'))
            .collect();
        for (written, how) in [
            (english.to_uppercase(), "in capitals"),
            (format!("\n\t{}  ", english.replace(' ', " \r\n ")), "over several lines"),
            (full_width, "in full width"),
            (chinese.replace(' ', ""), "without spaces"),
            (chinese.replace(' ', "\u{3000}"), "with the spaces of a Chinese keyboard"),
            (format!("宁{}", english.split_once(' ').unwrap().1), "in both lists at once"),
        ] {
            assert_eq!(words_of(&written), Ok(expected.clone()), "{how}: {written}");
        }
        let all: Vec<&str> = Language::SimplifiedChinese.word_list().to_vec();
        assert!(all.iter().all(|word| word.chars().count() == 1), "a Chinese word is a character");
        assert!(
            all.iter().all(|word| Language::English.find_word(word).is_none()),
            "no word is in both lists"
        );
    }

    #[test]
    fn what_is_wrong_with_words_is_said_with_its_place() {
        let (_, english, chinese) = VECTORS[5];
        let fault = |typed: &str| words_of(typed).unwrap_err();
        assert_eq!(fault(&english.replace("smoke", "smokes")), WordsFault::UnknownWord(6));
        assert_eq!(fault(&chinese.replace('妇', "婦")), WordsFault::UnknownWord(7), "another script");
        assert_eq!(fault(&english.replace(" inside", "")), WordsFault::Count(23));
        assert_eq!(fault(&format!("{english} inside")), WordsFault::Count(25));
        assert_eq!(fault(""), WordsFault::Count(0));
        assert_eq!(fault(&english.replace("drive ghost", "ghost drive")), WordsFault::Checksum, "exchanged");
        assert_eq!(fault(&chinese.replace('延', "迁")), WordsFault::Checksum, "another word of the list");
    }
}
