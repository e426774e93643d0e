#compdef tracker
# Completion of `tracker` for zsh, made by: tracker completion zsh
# It asks the program itself, so it knows the commands of this release and what is in the database in use.

_tracker() {
    local current=$PREFIX line word tab=$'\t'
    local -a lines ends open shown open_shown
    [[ -n $compstate[quote] ]] || current=${(Q)PREFIX}
    lines=("${(@f)$("${(Q)words[1]}" __complete zsh "${(@Q)words[2,CURRENT-1]}" "$current" 2>/dev/null)}")
    if [[ $lines[1] == files ]]; then
        [[ $PREFIX == --*=* ]] && compset -P '*='
        _files
        return
    fi
    for line in "${(@)lines[2,-1]}"; do
        [[ -n $line ]] || continue
        word=${line%%$tab*}
        line=${line#*$tab}
        if [[ $word == *[:.=] ]]; then
            open+=("$word")
            open_shown+=("$line")
        else
            ends+=("$word")
            shown+=("$line")
        fi
    done
    (( $#ends + $#open )) || return 1
    # what was found by a word of its title does not begin as typed: it is gone through, never cut to what is alike
    [[ $lines[1] != menu ]] || compstate[insert]=menu
    (( ! $#ends )) || compadd -U -V tracker -l -d shown -- "${(@)ends}"
    (( ! $#open )) || compadd -U -V tracker -l -S '' -d open_shown -- "${(@)open}"
}

if [[ ${funcstack[1]} == _tracker ]]; then
    _tracker "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _tracker tracker
fi
