//! The arguments of `yanju saved`.

use clap::{Args, Subcommand};

/// `yanju saved`
#[derive(Debug, Args)]
pub struct Saved {
    /// What to do with them; without it they are listed.
    #[command(subcommand)]
    pub act: Option<SavedAct>,
}

/// `yanju saved …`
#[derive(Debug, Subcommand)]
pub enum SavedAct {
    /// 保存一条搜索；同名的换成这一条 · keep a search; one of that name becomes this one
    Add {
        /// 名称 · the name
        name: String,
        /// 搜索语句，如：退款 日期:上个月 · the query
        #[arg(required = true)]
        query: Vec<String>,
    },
    /// 不再保存 · keep it no longer
    Remove {
        /// 名称，或编号 s3 · the name, or the id
        name: String,
    },
}
