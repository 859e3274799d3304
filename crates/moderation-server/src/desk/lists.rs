//! Addresses of the desk's lists, to which a form or a page goes back.

/// An address where it is a list of the desk, else the queue.
pub(super) fn own_list(address: &str) -> String {
    if ["/desk", "/desk/pages"].contains(&address) || address.starts_with("/desk?") {
        address.to_owned()
    } else {
        String::from("/desk")
    }
}
