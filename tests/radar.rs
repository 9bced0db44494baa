//! The expiry radar: until when a platform keeps what is not in the vault yet, told in time and once.

use crate::support::{Hands, TestVault};
use yanju_engine::{
    Job,
    api::{
        ErrorCode,
        import::{ImportOptions, ImportRequest},
        radar::{Radar, RadarLevel, RadarSource, Retention, RetentionBasis, SetRetention},
    },
};

const DAY: i64 = 86_400_000;

/// A vault with one message of a platform, on this day.
fn vault_with(messages: &[(&str, &str)]) -> (TestVault, Hands) {
    let hands = Hands::default();
    let vault = TestVault::with_clock(hands.clone());
    for (platform, day) in messages {
        import(&vault, platform, day);
    }
    (vault, hands)
}

fn import(vault: &TestVault, platform: &str, day: &str) {
    let name = format!("{platform}-{day}.csv");
    let path = vault.file(&name, format!("时间,发送人,内容\n{day} 10:00:00,甲,您好\n"));
    let request = ImportRequest {
        paths: vec![path.display().to_string()],
        pasted: Vec::new(),
        options: ImportOptions { platform: Some(platform.to_owned()), ..ImportOptions::default() },
    };
    vault.session.import_files(&request, &Job::quiet()).expect("it is imported");
}

fn radar(vault: &TestVault) -> Radar {
    vault.session.radar().expect("the radar")
}

fn only(vault: &TestVault) -> RadarSource {
    let mut sources = radar(vault).sources;
    assert_eq!(sources.len(), 1, "there is one platform");
    sources.remove(0)
}

fn set(
    vault: &TestVault,
    platform: &str,
    retention: Option<(Option<u32>, Option<u32>)>,
) -> Result<Radar, ErrorCode> {
    let retention = retention.map(|(days, final_days)| Retention { days, final_days });
    let request = SetRetention { platform: platform.to_owned(), retention };
    vault.session.set_retention(&request).map_err(|error| error.code)
}

#[test]
fn an_empty_vault_has_nothing_to_lose() {
    assert_eq!(radar(&TestVault::new()).sources, []);
}

#[test]
fn the_day_is_that_of_the_newest_record_and_what_the_platform_keeps() {
    // It is the first of July 2024.
    let (vault, _) = vault_with(&[("pinduoduo", "2024-05-01"), ("pinduoduo", "2024-06-04")]);
    let source = only(&vault);
    assert_eq!((source.days_since, source.basis), (27, RetentionBasis::Platform));
    let first = source.first.expect("31 days are kept");
    assert_eq!((first.on.as_str(), first.days_left, first.level), ("2024-07-05", 4, RadarLevel::Week));
    assert_eq!(source.level, RadarLevel::Week);
    import(&vault, "pinduoduo", "2024-06-30");
    assert_eq!(only(&vault).level, RadarLevel::Fine, "whoever imports has time again");
}

#[test]
fn the_levels_are_those_of_seven_three_and_one_day() {
    let (vault, hands) = vault_with(&[("pinduoduo", "2024-06-07")]);
    let mut levels = Vec::new();
    for _ in 0..45 {
        let source = only(&vault);
        let days_left = source.first.expect("31 days are kept").days_left;
        if levels.last().is_none_or(|(level, _)| *level != source.level) {
            levels.push((source.level, days_left));
        }
        hands.turn(DAY);
    }
    let expected = [
        (RadarLevel::Week, 7),
        (RadarLevel::ThreeDays, 3),
        (RadarLevel::OneDay, 1),
        (RadarLevel::Over, -1),
        (RadarLevel::Lapsed, -32),
    ];
    assert_eq!(levels, expected, "and what went by long ago is no longer urgent");
}

#[test]
fn what_is_kept_for_a_month_at_hand_and_a_year_in_all_is_told_twice() {
    let (vault, hands) = vault_with(&[("douyin", "2024-06-30")]);
    let source = only(&vault);
    assert_eq!(source.basis, RetentionBasis::Usual);
    assert_eq!(source.retention, Retention { days: Some(30), final_days: Some(365) });
    assert_eq!(source.level, RadarLevel::Fine);
    hands.turn(59 * DAY);
    assert_eq!(only(&vault).level, RadarLevel::Over, "it is no longer at hand");
    hands.turn(101 * DAY);
    assert_eq!(only(&vault).level, RadarLevel::Lapsed);
    hands.turn(201 * DAY);
    let source = only(&vault);
    assert_eq!((source.level, source.last.map(|day| day.days_left)), (RadarLevel::ThreeDays, Some(3)));
}

#[test]
fn what_stays_on_the_device_does_not_expire_and_what_is_unknown_is_not_guessed() {
    let (vault, _) = vault_with(&[("wechat", "2019-01-01"), ("dingtalk", "2024-06-01")]);
    let sources = radar(&vault).sources;
    let of = |name: &str| sources.iter().find(|source| source.platform == name).expect("it is there").clone();
    assert_eq!((of("wechat").basis, of("wechat").level), (RetentionBasis::Kept, RadarLevel::None));
    assert_eq!((of("dingtalk").basis, of("dingtalk").level), (RetentionBasis::Unknown, RadarLevel::None));
    let said = set(&vault, "dingtalk", Some((Some(31), None))).expect("the user knows");
    let first = said.sources.first().expect("the most urgent is first");
    assert_eq!((first.platform.as_str(), first.basis), ("dingtalk", RetentionBasis::Said));
    assert_eq!(first.level, RadarLevel::OneDay);
}

#[test]
fn a_retention_can_be_said_and_taken_back() {
    let (vault, _) = vault_with(&[("pinduoduo", "2024-06-04")]);
    set(&vault, "pinduoduo", Some((None, None))).expect("nobody is to be reminded");
    assert_eq!(only(&vault).level, RadarLevel::None);
    assert_eq!(vault.reopen(crate::support::PASSWORD), Ok(()));
    assert_eq!(only(&vault).basis, RetentionBasis::Said, "it is remembered");
    set(&vault, "pinduoduo", None).expect("it is taken back");
    assert_eq!(only(&vault).basis, RetentionBasis::Platform);
    for bad in [(Some(0), None), (Some(4000), None), (Some(30), Some(30))] {
        assert_eq!(set(&vault, "pinduoduo", Some(bad)), Err(ErrorCode::InvalidValue), "{bad:?}");
    }
    assert_eq!(set(&vault, "nowhere", None), Err(ErrorCode::InvalidValue));
}

#[test]
fn each_level_is_told_once_and_a_new_import_begins_anew() {
    let (vault, hands) = vault_with(&[("pinduoduo", "2024-06-04")]);
    let told = || vault.session.radar_reminders().expect("reminders").len();
    assert_eq!((told(), told()), (1, 0), "four days are left");
    assert_eq!(vault.reopen(crate::support::PASSWORD), Ok(()));
    assert_eq!(told(), 0, "it is known that it was told");
    hands.turn(DAY);
    assert_eq!((told(), told()), (1, 0), "three");
    hands.turn(4 * DAY);
    assert_eq!((told(), told()), (1, 0), "over; what came between nobody could be told");
    import(&vault, "pinduoduo", "2024-06-07");
    assert_eq!((told(), told()), (1, 0), "another day, another reminder");
}

#[test]
fn a_date_in_the_future_does_not_put_a_platform_to_sleep() {
    let (vault, _) = vault_with(&[("pinduoduo", "2031-01-01"), ("pinduoduo", "2024-06-04")]);
    assert_eq!(only(&vault).days_since, 27, "the date that cannot be right is left out");
}
