# U-Boot's script: chooses the slot, counts the starts of one on trial, and starts it (docs/UPDATES.md, section 3).
# Compiled: mkimage -A arm64 -T script -d boot.cmd boot.scr. It makes the choice of src/update/slots.ts.
#
# The state is a sector at 1 MiB and one at 2 MiB, each a small U-Boot environment with a checksum; the one with
# the larger nj_gen (hexadecimal) holds, the other one is written next. No file system is written to here.

setenv nj_words nj_gen nj_active nj_try nj_left nj_a nj_b
setenv nj_gen 0
setenv nj_active a
setenv nj_try none
setenv nj_left 0
setenv nj_a 1
setenv nj_b 0

${devtype} dev ${devnum}
setenv nj_first none
setenv nj_second none
if ${devtype} read ${ramdisk_addr_r} 800 1; then
  if env import -c ${ramdisk_addr_r} 200 ${nj_words}; then setenv nj_first ${nj_gen}; fi
fi
if ${devtype} read ${kernel_addr_r} 1000 1; then
  if env import -c ${kernel_addr_r} 200 ${nj_words}; then setenv nj_second ${nj_gen}; fi
fi
setenv nj_next 800
if test ${nj_first} != none; then
  if test ${nj_second} = none; then
    setenv nj_next 1000
  else
    # setexpr counts hexadecimally; without a second record that is newer the first one holds.
    if test 0x${nj_second} -gt 0x${nj_first}; then true; else
      env import -c ${ramdisk_addr_r} 200 ${nj_words}
      setenv nj_next 1000
    fi
  fi
fi

setenv nj_save 'env export -c -s 200 ${kernel_addr_r} ${nj_words} && ${devtype} write ${kernel_addr_r} ${nj_next} 1'
setenv nj_slot ${nj_active}
setenv nj_extra
if test ${nj_try} != none; then
  setexpr nj_gen ${nj_gen} + 1
  if test ${nj_left} -gt 0; then
    setexpr nj_left ${nj_left} - 1
    # A start that cannot be counted is none: the active system has no need of it.
    if run nj_save; then
      setenv nj_slot ${nj_try}
      setenv nj_extra nightjar.trial
    fi
  else
    setenv nj_${nj_try} 0
    setenv nj_try none
    run nj_save
  fi
fi

# Debian's addresses for the Pi leave a kernel 36 MiB, of which its 6.12 needs all but nothing: the initrd goes 64 MiB behind it.
setexpr nj_initrd ${kernel_addr_r} + 4000000
setenv nj_read_args 'mw.b ${kernel_addr_r} 0 1000; load ${devtype} ${devnum}:${distro_bootpart} ${kernel_addr_r} ${nj_slot}/cmdline.txt && setexpr.s nj_args *${kernel_addr_r}'
setenv nj_load 'load ${devtype} ${devnum}:${distro_bootpart} ${kernel_addr_r} ${nj_slot}/vmlinuz && load ${devtype} ${devnum}:${distro_bootpart} ${nj_initrd} ${nj_slot}/initrd.img'
setenv nj_start 'setenv bootargs "${nj_args} panic=5 nightjar.slot=${nj_slot} ${nj_extra}"; echo nightjar: slot ${nj_slot} ${nj_extra}; booti ${kernel_addr_r} ${nj_initrd}:${filesize} ${nj_fdt}'
# A Pi's firmware laid the board's device tree, with its overlays, at fdt_addr (docs/decisions/0066).
setenv nj_fdt ${fdtcontroladdr}
if test -n "${fdt_addr}"; then setenv nj_fdt ${fdt_addr}; fi

if run nj_read_args; then
  if run nj_load; then run nj_start; fi
fi
# It cannot be loaded. One on trial has its next start, and the counter ends it; of the active one the other may be left.
if test -z "${nj_extra}"; then
  setenv nj_other a
  setenv nj_whole ${nj_a}
  if test ${nj_slot} = a; then
    setenv nj_other b
    setenv nj_whole ${nj_b}
  fi
  if test ${nj_whole} = 1; then
    setenv nj_slot ${nj_other}
    if run nj_read_args; then
      if run nj_load; then run nj_start; fi
    fi
  fi
fi
sleep 2
reset
