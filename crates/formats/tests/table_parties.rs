//! Tables that name the customer and the agent of each row side by side.

mod support;

use support::{Collected, outcome, read};
use yanju_formats::import::{
    ReadOptions,
    columns::{Field, Mapping},
};
use yanju_model::Role;

fn csv(text: &str) -> Collected {
    read("csv", "会话.csv", text)
}

#[test]
fn whose_turn_it_is_tells_which_of_two_parties_side_by_side_wrote_the_row() {
    for (turn, customer, agent) in [
        ("发言方", "客户", "客服"),
        ("发送方", "买家", "卖家"),
        ("角色", "客户", "客服"),
        ("direction", "in", "out"),
        ("from_type", "customer", "agent"),
    ] {
        let table = csv(&format!(
            "日期,时间,客户账号,客服,{turn},内容\n2024/3/5,9:05,jd_abc,京东客服A01,{customer},一\n\
             2024/3/5,9:06,jd_abc,京东客服A01,{agent},二\n"
        ));
        assert_eq!(table.senders(), ["jd_abc", "京东客服A01"], "{turn}");
        assert_eq!(
            (table.sender_at(0).role, table.sender_at(1).role),
            (Role::Customer, Role::Agent),
            "{turn}"
        );
        assert!(table.codes().is_empty(), "every column is read: {:?}", table.warnings);
    }
}

#[test]
fn two_parties_side_by_side_leave_the_sender_open_where_nothing_tells_whose_turn_it_is() {
    for parties in ["客户账号,客服", "客户,客服", "顾客,客服"] {
        let table = csv(&format!("时间,{parties},内容\n2024-03-05 09:05,jd_abc,客服A01,一\n"));
        assert_eq!(table.senders(), [""], "{parties}");
    }
}

#[test]
fn people_say_which_columns_name_the_two_sides() {
    let meant = [
        ("time", Field::Time),
        ("who", Field::Role),
        ("a", Field::Customer),
        ("b", Field::Agent),
        ("text", Field::Text),
    ];
    let mapping = Some(Mapping::new(meant.map(|(name, field)| (name.to_owned(), field))));
    let options = ReadOptions { mapping, ..ReadOptions::default() };
    let text = "time,a,b,who,text\n2024-03-05 09:05,Ann,Kim,agent,x\n2024-03-05 09:06,Ann,Kim,customer,y\n";
    let table = outcome("csv", "a.csv", text, &options).expect("it can be read");
    assert_eq!(table.senders(), ["Kim", "Ann"]);
}
