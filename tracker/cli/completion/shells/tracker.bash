# Completion of `tracker` for bash, made by: tracker completion bash
# It asks the program itself, so it knows the commands of this release and what is in the database in use.

_tracker() {
    local how= line
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ -z $how ]]; then
            how=$line
        else
            COMPREPLY+=("$line")
        fi
    done < <("$1" __complete bash "$COMP_TYPE" "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    case $how in
        files) compopt -o default 2>/dev/null ;;
        open) compopt -o nospace 2>/dev/null ;;
    esac
}

complete -o nosort -F _tracker tracker 2>/dev/null || complete -F _tracker tracker
